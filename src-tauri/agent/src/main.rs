//! The command `tidegate`: words in, words out. Everything it does it asks of the engine, through the door of the
//! running Tidegate or, where none runs, as a short owner that reads and records and never orders.

mod calendar;
mod cli;
mod demo;
mod doctor;
mod failure;
mod link;
mod money;
mod practice;
mod proof;
mod secrets;
mod serve;
mod show;
#[cfg(target_os = "linux")]
mod tray;
mod verbs;

use clap::{CommandFactory, Parser};
use cli::{Cli, Sim, Verb};
use failure::Failure;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(wrong) => return misread(&wrong),
    };
    let json = cli.json;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let done = runtime.map_err(Failure::file("the program's own threads")).and_then(|runtime| {
        let done = runtime.block_on(carry_out(cli));
        // A keychain prompt that nobody answers must not hold the program up.
        runtime.shutdown_background();
        done
    });
    done.unwrap_or_else(|failure| told(&failure, json))
}

async fn carry_out(cli: Cli) -> Result<ExitCode, Failure> {
    let home = cli.home.as_deref();
    match cli.verb {
        Verb::Demo => {
            let telling = if cli.json { demo::Telling::Json } else { demo::Telling::Words };
            let good = demo::play(telling).await?;
            Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Verb::Run(options) => serve::run(home, &options).await.map(|()| ExitCode::SUCCESS),
        #[cfg(target_os = "linux")]
        Verb::Tray(options) => tray::run(home, &options).await.map(|()| ExitCode::SUCCESS),
        Verb::Sim(Sim::Serve { port, setup }) => {
            verbs::serve_carrier(port, setup.as_deref(), cli.json).await.map(|()| ExitCode::SUCCESS)
        }
        Verb::Calendar(verb) => verbs::calendar(&verb, cli.json).await,
        Verb::Doctor => {
            let (found, well) = doctor::look(home).await?;
            if cli.json {
                show::json(&found)
            } else {
                show::findings(&found)
            }
            Ok(ExitCode::from(if well { 0 } else { 3 }))
        }
        Verb::Completions { shell } => {
            let mut words = Vec::new(); // the library panics where its reader has left
            clap_complete::generate(shell, &mut Cli::command(), "tidegate", &mut words);
            let written = std::io::Write::write_all(&mut std::io::stdout(), &words);
            written.map(|()| ExitCode::SUCCESS).map_err(Failure::file("standard output"))
        }
        Verb::Man => {
            let page = clap_mangen::Man::new(Cli::command()).render(&mut std::io::stdout());
            page.map(|()| ExitCode::SUCCESS).map_err(Failure::file("standard output"))
        }
        Verb::Ask(question) => verbs::ask(home, cli.tenant, question, cli.json).await,
    }
}

/// Words that are no command, or a question for help.
fn misread(wrong: &clap::Error) -> ExitCode {
    let verb = std::env::args_os().any(|word| word == "credentials" || word == "feeds");
    if verb && wrong.kind() == clap::error::ErrorKind::UnknownArgument {
        let words = "a word stands here that does not belong; it is not repeated, since it may be a secret. Secrets are never arguments: leave them out to be asked, or write - and give them on standard input. If one was typed, renew it: the shell remembers it";
        return told(&Failure::Usage(words.into()), std::env::args_os().any(|word| word == "--json"));
    }
    let wants_json = std::env::args_os().any(|word| word == "--json");
    if wants_json && wrong.use_stderr() {
        let words = wrong.to_string();
        let words = words.trim().trim_start_matches("error: ").to_owned();
        return told(&Failure::Usage(words), true);
    }
    wrong.exit()
}

/// What went wrong, on standard error; as JSON where JSON was asked for.
#[expect(clippy::print_stderr, reason = "this is where a failure is told")]
fn told(failure: &Failure, json: bool) -> ExitCode {
    let words = tidegate_engine::chain(failure);
    if json {
        eprintln!("{}", serde_json::json!({ "error": words }));
    } else {
        eprintln!("tidegate: {words}");
    }
    failure.exit_code()
}
