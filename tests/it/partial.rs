//! A clone that was made without old versions (`git clone --filter`): what is missing is at the remote, and nothing is damaged.

use crate::support::Sandbox;
use crate::sync::{Two, two};

const TEA: &str = "notes/2026/tea.md";

/// Two machines, of which the second has a partial clone. What it lacks was changed since.
fn partial() -> Two {
    let (home, work) = (two().home, Sandbox::bare());
    let remote = home.home().join("remote.git");
    home.git_in(&remote, &["config", "uploadpack.allowFilter", "true"]).ok();
    home.write(TEA, home.read(TEA) + "Green.\n");
    home.riffle(&["sync"]).ok();
    let url = format!("file://{}", remote.display());
    work.git_in(work.home(), &["clone", "-q", "--filter=blob:none", &url, work.store.to_str().unwrap()]).ok();
    Two { home, work }
}

#[test]
fn a_partial_clone_is_exchanged_and_becomes_whole() {
    let Two { home, work } = partial();
    work.write(TEA, work.read(TEA).replace("Green.", "Green, twice a day."));
    home.riffle(&["tag", TEA, "+drinks"]).ok();
    home.riffle(&["sync"]).ok();

    work.riffle(&["sync"]).ok();
    home.riffle(&["sync"]).ok();

    assert_eq!(home.files(), work.files());
    assert!(home.read(TEA).contains("twice a day") && home.read(TEA).contains("drinks"));
    let first = work.git(&["rev-list", "--max-parents=0", "HEAD"]).ok();
    work.riffle(&["history", TEA]).ok();
    work.git(&["diff", first.trim(), "HEAD"]).ok();
    // As an editor does that fetches by itself: without the old versions, as the clone was made.
    home.write(TEA, home.read(TEA) + "Black.\n");
    home.riffle(&["sync"]).ok();
    work.git(&["fetch", "-q"]).ok();
    work.write(TEA, work.read(TEA).replace("twice", "thrice"));
    let again = work.riffle(&["sync"]);
    assert!(again.code == Some(0) || work.riffle(&["sync"]).code == Some(0), "{again:?}");
    assert!(work.read(TEA).contains("Black.") && work.read(TEA).contains("thrice"));
}

#[test]
fn what_is_not_here_without_the_remote_is_told_and_nothing_is_moved() {
    let Two { home, work } = partial();
    let before = work.git(&["rev-parse", "HEAD"]).ok();
    std::fs::rename(home.home().join("remote.git"), home.home().join("away.git")).unwrap();
    let first = work.git(&["log", "--format=%H", "--reverse", "--", TEA]).ok();
    let first = first.lines().next().unwrap();

    let said = work.riffle(&["history", TEA, "--diff", first]).fails(1);
    let doctor = work.riffle(&["doctor"]).out;
    work.riffle(&["sync"]).fails(4);

    assert!(said.contains("was made without old versions") && said.contains("riffle sync"), "{said}");
    assert!(doctor.contains("without old versions") && !doctor.contains("problem"), "{doctor}");
    assert_eq!(work.git(&["rev-parse", "HEAD"]).ok(), before);
}
