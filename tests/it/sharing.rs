//! docs/sharing.md, run as it stands there.

use std::process::Command;

use crate::support::{Person, Ran, Team};

const DOCS: &str = include_str!("../../docs/sharing.md");

/// Runs a block as this person's shell would, and stops at the first command that fails.
pub(crate) fn shell(person: &Person, team: &Team, script: &str) -> Ran {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_riffle")).parent().unwrap().to_str().unwrap();
    let riffle = person.command(&[]);
    let mut command = Command::new("sh");
    command.env_clear().envs(riffle.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.env("PATH", format!("{program}:{}", std::env::var("PATH").unwrap())).env("TEAM", team.url());
    command.current_dir(person.sandbox.home()).args(["-e", "-c", script]).stdin(std::process::Stdio::null());
    Ran::of(&mut command)
}

#[test]
fn the_page_on_sharing_goes_from_a_nugget_to_a_team_and_back() {
    let team = Team::bare();
    let (ada, jo) = (Person::new("Ada"), Person::new("Jo"));
    let blocks: Vec<&str> = DOCS.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let [init, capture, preview, publish, jos, update, withdraw, sees] = blocks[..] else { panic!("{blocks:#?}") };
    let page = "nuggets/git/blobless-clones-make-ci-faster.md";

    shell(&ada, &team, init).ok();
    shell(&ada, &team, capture).ok();
    let shown = shell(&ada, &team, preview).ok();
    assert!(shown.contains("+") && shown.contains("Stays") && !team.files().contains(&page.to_owned()), "{shown}");
    assert!(shell(&ada, &team, publish).ok().contains("published"));
    let first = team.read(page);
    assert!(first.contains("4m10 to 0m52") && !first.contains("Mina") && !first.contains("salaries"), "{first}");
    let jos = shell(&jo, &team, jos).ok();
    assert!(jos.contains(page), "{jos}");
    let adopted = jo.riffle(&["search", "blobless", "--json"]).json().remove(0);
    assert!(jo.sandbox.read(adopted["path"].as_str().unwrap()).contains("via: Ada (acme)"));
    let updated = shell(&ada, &team, update).ok();
    assert!(updated.contains("drifted") && team.read(page).contains("Not where blame is needed"), "{updated}");
    assert!(shell(&ada, &team, withdraw).ok().contains("withdrawn"));
    assert!(!team.read(page).contains("0m52") && !team.read("README.md").contains(page));
    assert!(shell(&jo, &team, sees).ok().contains("withdrawn"));
}
