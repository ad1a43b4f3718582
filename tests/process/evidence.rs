//! The evidence pack: it proves itself with `bash`, `sha256sum`, `jq` and `openssl`, by the recipe as it stands in the
//! README, and each way of damaging it is found and named.

mod household;

use household::{Household, Running, text, until};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The README's recipe, as it stands there, in a pack's folder.
fn recipe(pack: &Path) -> (bool, String) {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md"))
        .expect("the README");
    let proof = readme.split("## Proof").nth(1).expect("a section Proof");
    let recipe = proof.split("```bash\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a recipe");
    assert!(recipe.lines().count() <= 28, "the recipe is short");
    let bash = Command::new("bash").args(["-c", recipe]).current_dir(pack).output().expect("bash");
    (bash.status.success(), text(&bash.stdout) + &text(&bash.stderr))
}

fn openssl(words: &[&str]) -> Output {
    let output = Command::new("openssl").args(words).stdin(Stdio::null()).output().expect("openssl");
    assert!(output.status.success(), "{words:?}: {}", text(&output.stderr));
    output
}

/// A server with a key for its trail.
fn run(house: &Household) -> Running {
    let key = house.folder.path().join("audit.der").display().to_string();
    openssl(&["genpkey", "-algorithm", "ed25519", "-outform", "DER", "-out", &key]);
    let key = text(&openssl(&["base64", "-A", "-in", &key]).stdout);
    house.run_with(&format!("client_id=practice\nclient_secret=practice-secret\naudit_key={key}"))
}

fn lines(pack: &Path, file: &str) -> Vec<String> {
    std::fs::read_to_string(pack.join(file)).expect("it").lines().map(str::to_owned).collect()
}

fn put(pack: &Path, file: &str, lines: &[String]) {
    std::fs::write(pack.join(file), lines.join("\n") + "\n").expect("it");
}

fn hash(line: &str) -> String {
    tidegate_core::audit::hash(line.as_bytes())
}

/// Every row from a changed one on with the hashes that fit: the chain holds.
fn written_anew(lines: &mut [String], from: usize) {
    for row in from + 1..lines.len() {
        let value: Value = serde_json::from_str(&lines[row]).expect("a row");
        let prev = value["prev"].as_str().expect("a hash").to_owned();
        lines[row] = lines[row].replace(&prev, &hash(&lines[row - 1]));
    }
}

/// A pack of an office that raised a circuit, signed more than once.
fn packed(house: &Household) -> PathBuf {
    house.set_up("naas-v1");
    let _running = run(house);
    house.take_circuits();
    until("the head was signed", || house.json(&["audit", "verify"])["signed"].as_i64() > Some(0));
    house.json(&["feeds", "add", "Office", "--file", &house.calendar(8, 300)]);
    until("HQ has 1 Gbps", || house.carrier().tier_of("77000000001") == Some(1000));
    let pack = house.folder.path().join("evidence");
    let written = house.json(&["audit", "export", "--pack", &pack.display().to_string()]);
    assert_eq!(written["rows"], written["lines"], "signed to its last line: {written}");
    let again = house.ask(&["audit", "export", "--pack", &pack.display().to_string()]);
    assert_eq!(again.status.code(), Some(2), "nothing is written over: {}", text(&again.stderr));
    pack
}

#[test]
fn an_evidence_pack_proves_itself_without_tidegate_and_each_kind_of_damage_is_found_and_named() {
    let house = Household::new();
    let pack = packed(&house);
    let key = pack.join("key.pem").display().to_string();
    let der = openssl(&["pkey", "-pubin", "-in", &key, "-outform", "DER"]).stdout;
    let fingerprint = tidegate_core::audit::hash(&der);
    let (good, said) = recipe(&pack);
    assert!(good && said.contains("whole and signed") && said.contains(&fingerprint), "{said}");
    let ours = house.json(&["audit", "verify", &pack.display().to_string()]);
    assert_eq!((&ours["ok"], ours["key"].as_str()), (&true.into(), Some(fingerprint.as_str())), "{ours}");
    assert!(said.contains(ours["head"].as_str().expect("a hash")), "both name the last hash: {said}");
    let how = std::fs::read_to_string(pack.join("VERIFY.md")).expect("it says how");
    assert!(how.contains("openssl pkeyutl -verify"), "{how}");
    let (rows, seals) = (lines(&pack, "audit.jsonl"), lines(&pack, "seals.jsonl"));
    assert!(rows.len() > 10 && seals.len() >= 2, "{} {}", rows.len(), seals.len());
    let last = rows.len();
    type Damage<'a> = (&'a str, &'a dyn Fn(&mut Vec<String>, &mut Vec<String>), &'a str, &'a str);
    let damages: &[Damage<'_>] = &[
        (
            "a row is edited",
            &|rows, _| rows[4] = rows[4].replace("\"why\":\"", "\"why\":\"not "),
            "row 6 does not follow row 5",
            "row 6 does not follow",
        ),
        (
            "a row is taken out",
            &|rows, _| drop(rows.remove(4)),
            "row 5 does not follow row 4",
            "row 5 is missing",
        ),
        (
            "two rows are swapped",
            &|rows, _| rows.swap(4, 5),
            "row 5 does not follow row 4",
            "row 5 is missing",
        ),
        (
            "the last row is edited",
            &|rows, _| rows[last - 1] = rows[last - 1].replace("\"why\":\"", "\"why\":\"not "),
            &format!("row {last} is not there as it was signed"),
            &format!("row {last} is not the row that was signed"),
        ),
        (
            "the end is cut off",
            &|rows, _| drop(rows.pop()),
            &format!("row {last} is not there as it was signed"),
            &format!("row {last} was signed on"),
        ),
        (
            "all is written anew",
            &|rows, _| {
                rows[1] = rows[1].replace("\"why\":\"", "\"why\":\"not ");
                written_anew(rows, 1)
            },
            "is not there as it was signed",
            "was written anew",
        ),
        (
            "a seal is edited",
            &|_, seals| seals[0] = seals[0].replace("\\\"rows\\\":", "\\\"rows\\\":1"),
            "seal 1 is not signed",
            "seal 1 is not signed",
        ),
        ("a seal is taken out", &|_, seals| drop(seals.remove(0)), "seal 1 is missing", "seal 1 is missing"),
    ];
    for (what, damage, said_by_recipe, said_by_us) in damages {
        let damaged = tempfile::tempdir().expect("a folder");
        std::fs::copy(pack.join("key.pem"), damaged.path().join("key.pem")).expect("a copy");
        let (mut rows, mut seals) = (rows.clone(), seals.clone());
        damage(&mut rows, &mut seals);
        assert!(
            rows != lines(&pack, "audit.jsonl") || seals != lines(&pack, "seals.jsonl"),
            "{what}: it is done"
        );
        put(damaged.path(), "audit.jsonl", &rows);
        put(damaged.path(), "seals.jsonl", &seals);
        let (good, said) = recipe(damaged.path());
        assert!(!good && said.contains(said_by_recipe), "{what}: {said}");
        let ours = house.ask(&["audit", "verify", &damaged.path().display().to_string()]);
        let said = text(&ours.stdout);
        assert!(ours.status.code() == Some(1) && said.contains(said_by_us), "{what}: {said}");
    }
    // What is left of a pack whose last seal was taken out is not signed to its end; both say so.
    let damaged = tempfile::tempdir().expect("a folder");
    std::fs::copy(pack.join("key.pem"), damaged.path().join("key.pem")).expect("a copy");
    put(damaged.path(), "audit.jsonl", &rows);
    put(damaged.path(), "seals.jsonl", &seals[..seals.len() - 1]);
    let (good, said) = recipe(damaged.path());
    assert!(!good && said.contains("are not signed"), "{said}");
    let said = house.done(&["audit", "verify", &damaged.path().display().to_string()]);
    assert!(said.contains(&format!("to {last} are not signed")), "{said}");
    // Somebody else's key proves nothing.
    let other = damaged.path().join("other.pem").display().to_string();
    let into = damaged.path().join("key.pem").display().to_string();
    openssl(&["genpkey", "-algorithm", "ed25519", "-out", &other]);
    openssl(&["pkey", "-in", &other, "-pubout", "-out", &into]);
    let (good, said) = recipe(damaged.path());
    assert!(!good && said.contains("seal 1 is not signed"), "{said}");
}
