//! Somebody else's judgement: Prism stands between us and the simulator with the simulator's published interface, and
//! refuses what either side says against it. The tools lie in `tests/contracts` and are put there by `.ci/setup`.

use super::dialects::{Carriage, Played, whole};
use super::*;
use crate::carrier::CarrierClient;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tidegate_core::carrier::{DIALECTS, Request, Response};
use tidegate_sim::Fault;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

fn tools() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/contracts")
}

/// A program of Node's that runs until it is dropped.
struct Tool {
    _child: Child,
    said: Lines<BufReader<ChildStdout>>,
}

impl Tool {
    fn run(script: &str, arguments: &[&str]) -> Self {
        let script = tools().join(script);
        assert!(script.exists(), "{} is missing: run .ci/setup", script.display());
        let mut child = Command::new("node")
            .arg(script)
            .args(arguments)
            .current_dir(tools())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { _child: child, said }
    }

    /// The first line that has the words.
    async fn says(&mut self, words: &str) -> String {
        while let Some(line) = self.said.next_line().await.unwrap() {
            if line.contains(words) {
                return line;
            }
        }
        panic!("it ended without saying {words:?}");
    }
}

/// Prism before a carrier, with the description of a dialect.
async fn judge(dialect: Dialect, carrier: &str) -> (Tool, String) {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (file, port) = (format!("{dialect}.yaml"), free.port().to_string());
    let arguments = ["proxy", &file, carrier, "--host", "127.0.0.1", "--port", &port, "--errors"];
    let mut tool = Tool::run("node_modules/@stoplight/prism-cli/dist/index.js", &arguments);
    tool.says("Prism is listening").await;
    (tool, format!("http://{free}"))
}

/// Plays a dialect before the judge, who lets nothing pass that is against its interface.
async fn judged(dialect: Dialect) -> Played {
    let carriage = Carriage::ready().await;
    let (_tool, base) = judge(dialect, &carriage.server.url()).await;
    carriage.plays(carriage.profile(dialect, &base)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_we_send_and_what_the_simulator_answers_is_as_its_interface_says_in_every_dialect() {
    let [lumen, naas, connections, eod] = DIALECTS;
    let all = tokio::join!(judged(lumen), judged(naas), judged(connections), judged(eod));
    for (dialect, played) in DIALECTS.into_iter().zip([all.0, all.1, all.2, all.3]) {
        assert_eq!(played, whole(dialect), "{dialect}: Prism refuses what is against {dialect}.yaml");
    }
}

/// The status, and whether it is the judge who says so.
fn verdict(response: &Response) -> (u16, bool) {
    let body = String::from_utf8_lossy(&response.body);
    (response.status, body.contains("stoplight.io/prism/errors"))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_judge_refuses_a_wrong_request_and_a_wrong_answer() {
    let carriage = Carriage::ready().await;
    let (_tool, base) = judge(Dialect::Connections, &carriage.server.url()).await;
    let profile = carriage.profile(Dialect::Connections, &base);
    let client = CarrierClient::new(&profile, &Limits::new()).unwrap();
    let put = |body: &str| Request {
        method: "PUT",
        path: "/internet-on-demand/connections/770001/bandwidth".into(),
        query: vec![],
        headers: vec![("content-type".into(), "application/json".into())],
        body: Some(body.into()),
    };
    let refused = client.exchange(&put(r#"{"bandwidth": 500}"#), &"t".into()).await.unwrap();
    assert_eq!(verdict(&refused), (422, true), "a bandwidth is a text");
    assert!(carriage.practice.lock().unwrap().requests().is_empty(), "it never reached the carrier");
    let well_formed = client.exchange(&put(r#"{"bandwidth": "500 Mbps"}"#), &"t".into()).await.unwrap();
    assert_eq!(verdict(&well_formed), (401, false), "this one did, and had no token");
    let broken = Fault::from_toml("on = 'inventory'\ndo = 'login-page'").unwrap();
    carriage.practice.lock().unwrap().add_fault(broken);
    let list =
        Request { method: "GET", path: "/internet-on-demand/connections".into(), body: None, ..put("") };
    let answered = client.exchange(&list, &"t".into()).await.unwrap();
    assert_eq!(verdict(&answered), (500, true), "a page is no list");
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_may_come_from_a_server_that_is_not_ours() {
    let carriage = Carriage::ready().await;
    let mut issuer = Tool::run("tokens.mjs", &[]);
    let line = issuer.says("issuer ").await;
    let address = line.trim_start_matches("issuer ");
    carriage.practice.lock().unwrap().trust_issuer("1-PRACT", address);
    let profile = Profile {
        token_path: format!("{}/token", address.replace("localhost", "127.0.0.1")),
        ..carriage.profile(Dialect::Connections, &carriage.server.url())
    };
    assert_eq!(carriage.plays(profile).await, whole(Dialect::Connections));
    let asked = carriage.practice.lock().unwrap().requests().iter().any(|one| one.path.contains("token"));
    assert!(!asked, "the carrier was asked for no token");
}
