//! What lies in the state and cache folders: who may read it, and what becomes of what cannot be read.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::{PageServer, Person, Ran, Reply, Sandbox, Team};

/// Every folder and file below a place, with its permission bits.
fn modes(place: &Path) -> Vec<(PathBuf, u32)> {
    let mut found = Vec::new();
    let mut folders = vec![place.to_owned()];
    while let Some(folder) = folders.pop() {
        found.push((folder.clone(), mode(&folder)));
        for item in fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            match item.file_type().unwrap() {
                kind if kind.is_dir() => folders.push(item.path()),
                kind if kind.is_file() => found.push((item.path(), mode(&item.path()))),
                _ => {}
            }
        }
    }
    found
}

fn mode(path: &Path) -> u32 {
    path.symlink_metadata().unwrap().permissions().mode() & 0o7777
}

fn state(sandbox: &Sandbox) -> PathBuf {
    sandbox.home().join(".local/state/riffle")
}

fn cache(sandbox: &Sandbox) -> PathBuf {
    sandbox.home().join(".cache/riffle")
}

/// The folder of the one store in the state folder.
fn own(sandbox: &Sandbox) -> PathBuf {
    let mut stores = fs::read_dir(state(sandbox).join("stores")).unwrap();
    let own = stores.next().unwrap().unwrap().path();
    assert!(stores.next().is_none());
    own
}

#[track_caller]
fn assert_closed(sandbox: &Sandbox) {
    let open: Vec<_> = [state(sandbox), cache(sandbox)]
        .iter()
        .flat_map(|place| modes(place))
        .filter(|(_, mode)| mode & 0o077 != 0)
        .map(|(path, mode)| format!("{mode:o} {}", path.display()))
        .collect();
    assert!(open.is_empty(), "{open:#?}");
}

/// Runs the program under a umask.
fn under(umask: &str, person: &Person, args: &[&str]) -> Ran {
    let program = person.command(args);
    let mut command = Command::new("sh");
    command.env_clear().envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.current_dir(person.sandbox.home()).stdin(Stdio::null());
    command.args(["-c", "umask $1; shift; exec \"$@\"", "sh", umask, env!("CARGO_BIN_EXE_riffle")]).args(args);
    Ran::of(&mut command)
}

#[test]
fn state_and_cache_are_for_their_owner_whatever_the_umask_and_the_store_follows_it() {
    let team = Team::founded();
    let server = PageServer::start(|_| Reply::html("<title>Tea</title><p>leaves and water"));
    for (umask, folders, files) in [("000", 0o777, 0o666), ("022", 0o755, 0o644), ("077", 0o700, 0o600)] {
        let person = Person::new("Ada");
        fs::remove_dir_all(person.sandbox.home().join(".local")).ok();
        fs::remove_dir_all(person.sandbox.home().join(".cache")).ok();
        let entry = under(umask, &person, &["capture", "--kind", "nugget", "Green tea\n\nEighty degrees."]).ok();
        under(umask, &person, &["bookmark", &server.url("/")]).ok();
        under(umask, &person, &["team", "add", &team.url(), "--name", "acme"]).ok();
        under(umask, &person, &["publish", entry.trim(), "--to", "acme", "--yes"]).ok();
        under(umask, &person, &["later", entry.trim(), "tomorrow"]).ok();
        under(umask, &person, &["rm", entry.trim()]).ok();
        under(umask, &person, &["undo"]).ok();
        under(umask, &person, &["search", "tea", "--log", "riffle.log"]).ok();
        under(umask, &person, &["team", "new"]).ok();

        assert_closed(&person.sandbox);
        assert_eq!(mode(&person.sandbox.home().join("riffle.log")), 0o600);
        let store = &person.sandbox.store;
        assert_eq!(mode(&store.join(entry.trim())), files, "{umask}");
        assert_eq!(mode(store.join(entry.trim()).parent().unwrap()), folders, "{umask}");
    }
}

#[test]
fn what_was_open_is_closed_by_the_next_command_and_shared_folders_are_left() {
    let sandbox = Sandbox::new();
    sandbox.riffle(&["capture", "Green tea"]).ok();
    sandbox.riffle(&["list"]).ok();
    for (path, mode) in [state(&sandbox), cache(&sandbox)].iter().flat_map(|place| modes(place)) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode | 0o055)).unwrap();
    }

    sandbox.riffle(&["list"]).ok();

    assert_closed(&sandbox);
}

#[test]
fn doctor_tells_of_a_store_and_a_configuration_that_others_may_write() {
    let sandbox = Sandbox::new();
    sandbox.configure("");
    let config = sandbox.home().join(".config/riffle");
    assert!(!sandbox.riffle(&["doctor"]).out.contains("others on this computer"));

    for place in [&sandbox.store, &config] {
        fs::set_permissions(place, fs::Permissions::from_mode(0o775)).unwrap();
    }

    let report = sandbox.riffle(&["doctor"]).out;
    for place in [&sandbox.store, &config] {
        assert!(report.contains(&format!("others on this computer may write to {}", place.display())), "{report}");
    }
    assert!(report.contains("chmod go-w"), "{report}");
}

/// The small records of a store that was used, each in its folder.
fn used() -> (Team, Person) {
    let team = Team::founded();
    let person = Person::of(&team, "Ada");
    (team, person)
}

const DAMAGES: [&[u8]; 6] =
    [b"{", b"null", b"\xff\xfe\x00", b"{\"version\":\"one\"}", b"[]", b"{\"version\":1,\"x\":1}"];

#[test]
fn a_record_that_cannot_be_read_is_kept_aside_and_told_by_the_command_and_by_doctor() {
    let (_team, person) = used();
    let own = own(&person.sandbox);
    for (folder, args) in [
        ("outbox", vec!["published"]),
        ("queue", vec!["fetch"]),
        ("teams", vec!["team", "list"]),
        ("unfinished", vec!["list"]),
    ] {
        for (number, damage) in DAMAGES.iter().enumerate() {
            let file = own.join(folder).join(format!("1-{number}.json"));
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, damage).unwrap();
        }

        let told = person.riffle(&args).err;

        assert_eq!(told.matches("cannot be read; it is kept as").count(), DAMAGES.len(), "{folder}: {told}");
        assert!(!person.riffle(&args).err.contains("cannot be read"), "told once");
        let found = person.riffle(&["doctor", "--verbose"]).out;
        for (number, damage) in DAMAGES.iter().enumerate() {
            let aside = own.join(folder).join(format!("1-{number}.json.unreadable"));
            assert_eq!(fs::read(&aside).unwrap(), *damage);
            assert!(found.contains(aside.to_str().unwrap()) && found.contains("was put aside"), "{found}");
        }
    }
}

#[test]
fn what_a_newer_riffle_wrote_is_told_and_never_written_over() {
    let (_team, person) = used();
    let own = own(&person.sandbox);
    let newer = b"{\"version\":99,\"what\":\"is new\"}";
    let files = ["outbox/acme-01j.json", "queue/01j.json", "teams/acme.json", "unfinished/1-1.json", "session.json"];
    for file in files {
        fs::create_dir_all(own.join(file).parent().unwrap()).unwrap();
        fs::write(own.join(file), newer).unwrap();
    }

    for args in [vec!["published"], vec!["fetch"], vec!["team", "list"], vec!["capture", "tea"], vec!["undo"]] {
        person.riffle(&args);
    }
    let told = person.riffle(&["team", "list"]).err;

    assert!(told.contains("teams/acme.json was written by a newer Riffle"), "{told}");
    for file in files {
        assert_eq!(fs::read(own.join(file)).unwrap(), newer, "{file}");
        assert!(person.riffle(&["doctor", "--json"]).out.contains(file), "{file}");
    }
}

#[test]
fn a_list_of_acts_with_lines_of_others_still_undoes_and_keeps_them() {
    let sandbox = Sandbox::new();
    let path = sandbox.riffle(&["capture", "Green tea"]).ok();
    let acts = own(&sandbox).join("acts.jsonl");
    let mut text = fs::read(&acts).unwrap();
    text.splice(0..0, *b"\xff\xfe\n{\"version\":9,\"did\":\"dreamt\"}\n");
    fs::write(&acts, &text).unwrap();
    assert!(sandbox.riffle(&["doctor"]).out.contains("2 lines of the list of acts"));

    sandbox.riffle(&["undo"]).ok();

    assert!(!sandbox.store.join(path.trim()).exists());
    assert!(fs::read(&acts).unwrap().starts_with(&text));
}

#[test]
fn a_note_of_an_act_that_never_said_anything_goes_without_a_word() {
    let sandbox = Sandbox::new();
    let file = own(&sandbox).join("unfinished/1-1.json");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, "").unwrap();

    assert_eq!(sandbox.riffle(&["list"]).err, "");

    assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 0);
}
