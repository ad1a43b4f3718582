//! The command `tidegate`.

mod demo;
mod failure;

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let telling = if std::env::args().any(|word| word == "--json") { demo::Telling::Json } else { demo::Telling::Words };
    match demo::play(telling).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("tidegate: {}", tidegate_engine::chain(&failure));
            ExitCode::FAILURE
        }
    }
}
