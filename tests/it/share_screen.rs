//! Sharing as a person at the keyboard does it, with a real repository of a team.

use riffle::tui::{Effect, Screen as Place};
use unicode_width::UnicodeWidthStr;

use crate::support::{Person, Screen, Team};

const WIDE: (u16, u16) = (120, 36);
const NORMAL: (u16, u16) = (80, 24);

const TITLE: &str = "Blobless clones make CI faster";
const BODY: &str = "Use `git clone --filter=blob:none` in CI: our clone went from 4m10 to 0m52.\n\n\
    Ours is at <https://git.corp.internal/platform>. %% ask Mina first %%";
const PAGE: &str = "nuggets/git/blobless-clones-make-ci-faster.md";

/// A token that no check lets pass; put together here so that no scanner takes this file for a leak.
fn secret() -> String {
    format!("glpat-{}", "x9Kq2LmZ7RtY4WvB8nPc")
}

/// A team, and somebody with one nugget.
fn desk(body: &str) -> (Team, Person, String) {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let entry = ada.nugget(TITLE, body);
    (team, ada, entry)
}

fn tip(team: &Team) -> String {
    team.git(&["rev-parse", "main"]).ok()
}

/// Publishes the entry that is prepared, and lets the time pass in which it can be stopped.
fn publish(screen: &mut Screen) {
    screen.keys("P").wait(10_000).shows("Published as");
}

#[test]
fn an_entry_is_looked_at_agreed_to_stopped_and_then_published() {
    let (team, ada, _) = desk(BODY);
    let before = tip(&team);
    let mut screen = Screen::open(&ada.sandbox, WIDE);

    screen.keys("p").shows("What acme will see").shows(PAGE).shows("Nothing has left this machine yet.");
    screen.shows("git.corp.internal").shows("stage").shows("ask Mina first");
    screen.keys("P").shows("to acme in 10 s").shows("u to stop");
    screen.wait(3_900).shows("in 7 s");
    screen.keys("u").shows("Not published");
    screen.keys("P").shows("to acme in 10 s").keys("u").shows("Not published");
    screen.wait(30_000);
    assert_eq!(tip(&team), before);

    publish(&mut screen);
    assert!(team.read(PAGE).contains("4m10 to 0m52") && !team.read(PAGE).contains("Mina"));
    screen.shows("y y copies its link").keys("y y");
    assert!(
        matches!(&screen.outside[..], [Effect::CopyByTerminal(link)] if link.contains(PAGE)),
        "{:?}",
        screen.outside
    );
    screen.keys("P").shows("the team has this version already");
    screen.keys("esc g p").shows("published").shows(TITLE);
}

#[test]
fn whoever_quits_before_it_has_left_has_published_nothing() {
    let (team, ada, entry) = desk(BODY);
    let (before, files) = (tip(&team), ada.sandbox.files());
    let mut screen = Screen::open(&ada.sandbox, NORMAL);

    screen.keys("p P Q").shows("has not left yet").keys("y");

    assert!(screen.left);
    assert_eq!(tip(&team), before);
    assert_eq!(ada.sandbox.files(), files);
    assert_eq!(ada.state(&entry), "");
}

#[test]
fn a_change_is_seen_as_drift_brought_up_to_date_and_taken_back_at_last() {
    let (team, ada, _) = desk(BODY);
    let mut screen = Screen::open(&ada.sandbox, WIDE);
    screen.keys("p");
    publish(&mut screen);

    screen.editor_adds = "\nNot where blame is needed.\n";
    screen.keys("e").shows("I changed it since").shows("Not where blame is needed.");
    screen.keys("esc g s").shows("Share 1").shows("drifted").shows("an older text");
    screen.keys("enter").shows("[Against the team's copy]").shows("+ Not where blame is needed.");
    publish(&mut screen);
    assert!(team.read(PAGE).contains("Not where blame is needed."));

    screen.keys("g s").shows("published").keys("d").shows("Withdraw it?").shows("history");
    screen.keys("n");
    assert!(team.read(PAGE).contains("4m10"));
    screen.keys("d y").shows("Withdrawn from acme").shows("withdrawn");
    assert!(!team.read(PAGE).contains("4m10"));
    screen.keys("d").shows("it was withdrawn already");
}

#[test]
fn a_secret_leaves_only_when_its_name_is_typed_and_that_is_recorded() {
    let secret = secret();
    let (team, ada, _) = desk(&format!("It is set as `TOKEN={secret}` there."));
    let before = tip(&team);
    let mut screen = Screen::open(&ada.sandbox, NORMAL);

    screen.keys("p").shows("!!").keys("P").shows("Blocked").keys("enter").types("yes").keys("enter");
    screen.shows("Blocked").keys("esc P esc").wait(20_000);
    assert_eq!(tip(&team), before);
    assert!(screen.app.shared.sharing.pending.is_empty());

    while let Some(key) = screen.app.screens.prepare.blocking().map(|finding| finding.key.clone()) {
        screen.keys("P").shows(&key).types(&key).keys("enter").shows("Allowed");
    }
    publish(&mut screen);
    assert!(team.git(&["log", "-p", "main"]).ok().contains(&secret));
    assert!(ada.sandbox.git(&["log", "-1", "--format=%B"]).ok().contains("Allowed: "));
}

#[test]
fn what_a_hook_refuses_is_told_in_the_servers_words_and_nothing_claims_to_be_published() {
    let (team, ada, _) = desk(BODY);
    let files = ada.sandbox.files();
    team.refuse("No nuggets on Fridays, please");
    let mut screen = Screen::open(&ada.sandbox, WIDE);

    screen.keys("p P").wait(10_000).shows("No nuggets on Fridays, please");

    assert_eq!(ada.sandbox.files(), files);
    screen.keys("g p").shows("Nothing is published yet.");
    team.relent();
    screen.keys("g l p");
    publish(&mut screen);
}

#[test]
fn what_cannot_be_delivered_waits_in_the_list_and_can_be_taken_off_it() {
    let (team, ada, entry) = desk(BODY);
    let away = team.root().join("away.git");
    let mut screen = Screen::open(&ada.sandbox, WIDE);
    screen.keys("p P");
    std::fs::rename(team.path(), &away).unwrap();

    screen.wait(10_000).shows("it stays queued").keys("g p").shows("queued").shows("Share 1");

    std::fs::rename(&away, team.path()).unwrap();
    screen.keys("enter");
    publish(&mut screen);
    screen.keys("g p").shows("Published 1");
    assert_eq!(ada.state(&entry), "published");
}

#[test]
fn a_branch_for_review_leaves_the_page_alone() {
    let (team, ada, _) = desk(BODY);
    let mut screen = Screen::open(&ada.sandbox, WIDE);

    screen.keys("p B").wait(10_000).shows("for review");

    assert!(!team.files().contains(&PAGE.to_owned()));
    assert!(team.git(&["branch", "--list", "riffle/*"]).ok().contains("riffle/"));
    screen.keys("g p").shows("Waiting for review 1");
}

#[test]
fn another_topic_and_another_team_are_chosen_by_enter() {
    let (_team, ada, _) = desk(BODY);
    let hub = Team::founded();
    ada.riffle(&["team", "add", &hub.url(), "--name", "hub"]).ok();
    let mut screen = Screen::open(&ada.sandbox, WIDE);

    screen.keys("p tab").shows("Topic").keys("j enter").shows("Under which topic?").keys("G enter");
    screen.types("build").keys("enter").shows("nuggets/build/");
    screen.keys("g g enter").shows("To which team?").keys("j enter").shows("What hub will see").shows("hub (main)");
    publish(&mut screen);
    assert!(hub.files().iter().any(|file| file.starts_with("nuggets/")), "{:?}", hub.files());
}

#[test]
fn without_a_team_p_tells_how_to_add_one_and_the_palette_does() {
    let team = Team::founded();
    let ada = Person::new("Ada");
    ada.nugget(TITLE, BODY);
    let mut screen = Screen::open(&ada.sandbox, NORMAL);

    screen.keys("p").shows("riffle team add URL");
    screen.keys("g s").shows("Nothing is published yet.").keys("g m").shows("No team yet.");
    screen.keys(":").types("add a team").keys("enter").shows("Add a team");
    screen.types(&team.url()).keys("enter").shows("with 0 entries");
    screen.keys("g l p").shows("will see");
}

#[test]
fn the_workbench_tells_where_an_entry_is_published() {
    let (_team, ada, _) = desk(BODY);
    let mut screen = Screen::open(&ada.sandbox, WIDE);
    screen.keys("enter").shows("Before you share").keys("p");
    publish(&mut screen);

    screen.keys("esc");

    assert_eq!(screen.app.screen, Place::Workbench);
    screen.shows(&format!("acme: {}", &PAGE[..12]));
}

#[test]
fn the_screens_fit_at_every_size_and_tell_the_way_to_help_and_where_it_would_go() {
    let (_team, ada, _) = desk(BODY);
    let mut screen = Screen::open(&ada.sandbox, NORMAL);
    for (columns, rows) in [(120, 36), (80, 24), (60, 20), (40, 8), (200, 60), (70, 50)] {
        screen.resize(columns, rows).keys("g l p");
        for keys in ["J", "tab", "tab", "tab", "tab", "tab", "j", "K", ".", "esc"] {
            let drawn = screen.keys(keys).rows();
            let widest = drawn.iter().map(|row| row.width()).max().unwrap();
            assert!(widest <= columns.into(), "{keys} at {columns}x{rows}\n{}", drawn.join("\n"));
            let text = drawn.join("\n");
            assert!(drawn.last().unwrap().starts_with(" ? help"), "{keys} at {columns}x{rows}\n{text}");
            assert!(text.contains("acme (main)") || keys == ".", "{keys} at {columns}x{rows}\n{text}");
            assert!(text.contains("git.corp") || keys == ".", "{keys} at {columns}x{rows}\n{text}");
        }
        screen.keys("esc esc");
    }
}

/// The same keys every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

/// Without those that write down something new: that could be published.
const KEYS: &str = "p p p P P B tab tab shift-tab enter enter enter esc j k J K h l 6 7 d d y x X b a e g s m u U . : ? \
    / + G space o up down home end pageup pagedown backspace ctrl-c w t L H";

#[test]
fn names_of_parts_are_whole_and_those_left_out_have_a_sign() {
    let (_team, ada, _) = desk("Text.");
    let mut screen = Screen::open(&ada.sandbox, (40, 8));
    screen.keys("s").types("blobless").keys("enter enter p").wait(11_000);

    let names = screen.rows()[1].clone();
    assert!(names.contains("[Text]") && names.contains('…'), "{names}");
    let last = screen.keys("tab tab tab tab").rows()[1].clone();
    assert!(last.trim_start().starts_with('…') && last.contains("[Stays 1]"), "{last}");
}

#[test]
fn random_keys_publish_nothing_that_a_check_holds_back() {
    let secret = secret();
    let (team, ada, _) = desk(&format!("It is set as `TOKEN={secret}` there."));
    let files = team.files();
    let mut screen = Screen::open(&ada.sandbox, NORMAL);
    let keys: Vec<&str> = KEYS.split_whitespace().collect();
    let mut dice = Dice(11);
    screen.keys("p").shows("!!").keys("esc");

    for step in 0..800 {
        screen.keys(keys[dice.roll(keys.len())]);
        match dice.roll(40) {
            0 => drop(screen.wait(11_000)),
            1 => {
                let (columns, rows) = (1 + dice.roll(180), 1 + dice.roll(50));
                screen.resize(columns.try_into().unwrap(), rows.try_into().unwrap());
            }
            _ => {}
        }
        if step % 5 == 0 {
            screen.draw();
        }
        if screen.left {
            screen = Screen::open(&ada.sandbox, NORMAL);
        }
    }

    // A change of the team's own pages may have been sent, by `e` and `P`; what a check holds back was not.
    let sent = team.git(&["log", "-p", "--all"]).ok();
    assert!(!sent.contains(&secret) && !sent.contains("It is set as"), "{sent}");
    assert_eq!(team.files(), files);
}

#[test]
fn what_is_changed_after_it_was_agreed_to_does_not_leave() {
    let (team, ada, entry) = desk(BODY);
    let before = tip(&team);
    let mut screen = Screen::open(&ada.sandbox, WIDE);
    screen.keys("p P");

    ada.sandbox.write(&entry, ada.sandbox.read(&entry) + "\nSomething that nobody looked at.\n");
    screen.wait(10_000).shows("has changed since it was shown");

    assert_eq!(tip(&team), before);
    screen.shows("Something that nobody looked at.");
}

#[test]
fn lines_that_a_colleague_changed_too_ask_whose_stay() {
    let (team, ada, entry) = desk(BODY);
    let mut screen = Screen::open(&ada.sandbox, WIDE);
    screen.keys("p");
    publish(&mut screen);
    team.write("Jo", PAGE, &team.read(PAGE).replace("0m52", "0m59"));
    ada.sandbox.write(&entry, ada.sandbox.read(&entry).replace("0m52", "0m41"));

    screen.keys("R").shows("A colleague and I changed the same").keys("P").shows("Whose lines stay").keys("esc");
    screen.wait(20_000);
    assert!(team.read(PAGE).contains("0m59"));
    screen.keys("P g g enter");
    publish(&mut screen);

    assert!(team.read(PAGE).contains("0m41") && !team.read(PAGE).contains("0m59"));
}

#[test]
fn what_must_never_be_shared_says_so_and_cannot_leave() {
    let (team, ada, entry) = desk(BODY);
    let before = tip(&team);
    ada.sandbox.write(&entry, ada.sandbox.read(&entry).replacen("kind: nugget\n", "kind: nugget\nshare: never\n", 1));
    for size in [WIDE, NORMAL, (60, 20), (40, 8)] {
        let mut screen = Screen::open(&ada.sandbox, size);

        screen.keys("g l p").shows("This cannot be shared as it is.").shows("never");
        screen.keys("P B").wait(20_000);
    }
    assert_eq!(tip(&team), before);
}

#[test]
fn what_a_colleague_changed_is_looked_at_and_taken_and_u_takes_it_back() {
    for at in [WIDE, NORMAL, (60, 20)] {
        let (team, ada, entry) = desk(BODY);
        ada.publish(&entry).ok();
        team.write("Jo", PAGE, &team.read(PAGE).replace("0m52", "0m48"));
        ada.riffle(&["team", "new"]).ok();
        let before = ada.sandbox.read(&entry);
        let mut screen = Screen::open(&ada.sandbox, at);

        screen.keys("g s").shows("edited").keys("T").shows("Jo changed it in acme.").keys("G").shows("0m48").keys("n");
        assert_eq!(ada.sandbox.read(&entry), before);
        screen.keys("T y").shows("Took what Jo changed");
        let text = ada.sandbox.read(&entry);
        assert!(text.contains("0m48") && text.contains("%% ask Mina first %%"), "{text}");
        screen.keys("T").hides("Jo changed it in acme.").keys("u");
        assert_eq!(ada.sandbox.read(&entry), before);
    }
}

#[test]
fn what_the_team_has_is_said_truly_on_every_screen() {
    let (team, ada, entry) = desk(BODY);
    ada.publish(&entry).ok();
    team.write("Jo", PAGE, &(team.read(PAGE) + "\nA remark of Jo.\n"));
    ada.riffle(&["team", "new"]).ok();
    ada.sandbox.write(&entry, ada.sandbox.read(&entry).replace("4m10", "4m20"));
    ada.publish(&entry).ok();
    let mut screen = Screen::open(&ada.sandbox, WIDE);

    screen.keys("g s").shows("Published 1").hides("The team has what I have.").shows("take what colleagues changed");
    screen.keys("g l enter").shows("acme, colleagues wrote").keys("T").shows("A remark of Jo.").keys("y");
    screen.keys("g s").shows("The team has what I have.");
}
