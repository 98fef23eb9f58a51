use std::time::Duration;

use crate::ops::edit::Changed;
use crate::ops::find::SortOrder;
use crate::ops::fresh::{Caught, Progress};
use crate::ops::share::{self, Contribution, Gratitude};
use crate::tui::app::{App, Session, Settings};
use crate::tui::core::command::{EntryCommand, TagChange};
use crate::tui::core::drafts::{Draft, DraftKind};
use crate::tui::core::effect::{Answer, Effect};
use crate::tui::core::failure::Failure;
use crate::tui::core::job::Job;
use crate::tui::core::msg::{EditorExit, Msg};
use crate::tui::overlay::Overlay;
use crate::tui::screen::Screen;
use crate::tui::screen::library::Focus;
use crate::tui::screen::today::Part;
use crate::tui::testing::{TestApp, found, path, settings};

fn searches(effects: &[Effect]) -> Vec<(u64, &str)> {
    let searched = effects.iter().filter_map(|effect| match effect {
        Effect::Search { generation, text, .. } => Some((*generation, text.as_str())),
        _ => None,
    });
    searched.collect()
}

fn answer(generation: u64, names: &[&str]) -> Msg {
    Answer::Search { generation, text: String::new(), order: SortOrder::Best, limit: 0, outcome: Ok(found(names)) }
        .into()
}

fn caught(caught: Caught) -> Msg {
    Answer::CatchUp { outcome: Ok(caught) }.into()
}

fn loaded(draft: Draft) -> Msg {
    Answer::LoadDraft { kind: draft.kind.clone(), outcome: Ok(draft) }.into()
}

fn selected(desk: &TestApp) -> &str {
    desk.app.screens.library.selected().map_or("", |hit| hit.title.as_str())
}

#[test]
fn a_second_key_trashes_the_next_entry_before_the_first_is_answered() {
    let mut desk = TestApp::bare();
    desk.tell(answer(1, &["a", "b", "c"]));
    let trashed = |desk: &TestApp| {
        let trashed = desk.effects.iter().filter_map(|effect| match effect {
            Effect::Do { command: EntryCommand::Trash, paths, .. } => Some(paths[0].stem().to_owned()),
            _ => None,
        });
        trashed.collect::<Vec<_>>()
    };

    desk.keys("d d");
    assert_eq!(trashed(&desk), ["a", "b"]);
    let outcome = Ok(Changed { paths: vec![path("notes/2026/a.md")], warnings: Vec::new() });
    let paths = vec![path("notes/2026/a.md")];
    desk.tell(Answer::Do { command: EntryCommand::Trash, paths, called: String::new(), outcome }.into());
    desk.tell(answer(2, &["b", "c"]));
    assert_eq!(selected(&desk), "c", "b is on its way");

    desk.keys("d d");
    assert_eq!(trashed(&desk), ["a", "b", "c"]);
}

#[test]
fn the_end_of_a_list_and_marks_reach_beyond_what_was_loaded() {
    let mut desk = TestApp::bare();
    let names: Vec<String> = (0..300).map(|number| format!("n{number:03}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let results = |generation: u64, limit: usize| {
        let mut answer = found(&names[..limit.min(300)]);
        answer.found.total = 300;
        Msg::from(Answer::Search {
            generation,
            text: String::new(),
            order: SortOrder::Best,
            limit,
            outcome: Ok(answer),
        })
    };
    let asked = |desk: &mut TestApp| {
        let mut searches = desk.take().into_iter().filter_map(|effect| match effect {
            Effect::Search { generation, limit, .. } => Some((generation, limit)),
            _ => None,
        });
        searches.next_back()
    };
    desk.tell(results(1, 100));

    desk.keys("v G");
    let (generation, limit) = asked(&mut desk).unwrap();
    assert_eq!(limit, 300);
    desk.tell(results(generation, limit));
    assert_eq!((selected(&desk), desk.app.screens.library.list.marks.len()), ("n299", 300));

    desk.keys("esc").tell(Msg::FocusGained).tell(results(generation, limit));
    desk.keys("V");
    assert_eq!((desk.message(), desk.app.screens.library.list.marks.len()), ("Marked 300 entries.", 300));
    desk.keys("V");
    assert_eq!(desk.message(), "Nothing is marked.");
}

#[test]
fn what_was_asked_for_to_come_to_the_end_is_not_asked_for_again_from_the_top() {
    let mut desk = TestApp::bare();
    let names: Vec<String> = (0..300).map(|number| format!("n{number}")).collect();
    let all = found(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let mut some = found(&["n0"]);
    some.found.total = 300;
    desk.tell(
        Answer::Search { generation: 1, text: String::new(), order: SortOrder::Best, limit: 100, outcome: Ok(some) }
            .into(),
    );
    desk.keys("G").tell(
        Answer::Search { generation: 2, text: String::new(), order: SortOrder::Best, limit: 300, outcome: Ok(all) }
            .into(),
    );
    desk.keys("g g").take();

    let caught = Caught { changed: vec![path("n0")], ..Caught::default() };
    desk.tell(Answer::CatchUp { outcome: Ok(caught) }.into());

    let limits: Vec<usize> = desk
        .take()
        .into_iter()
        .filter_map(|effect| if let Effect::Search { limit, .. } = effect { Some(limit) } else { None })
        .collect();
    assert_eq!(limits, [100]);
}

#[test]
fn all_matches_are_marked_once_they_are_there() {
    let mut desk = TestApp::bare();
    let mut some = found(&["a", "b"]);
    some.found.total = 3;
    desk.tell(
        Answer::Search { generation: 1, text: String::new(), order: SortOrder::Best, limit: 2, outcome: Ok(some) }
            .into(),
    );

    desk.keys("V").tell(answer(1, &["a", "b", "c"]));

    assert_eq!(desk.message(), "Marked 3 entries.");
}

#[test]
fn messages_name_the_keys_of_the_person() {
    let mut settings = crate::tui::testing::settings();
    let own = "[global]\n\"u\" = \"redo\"\n\"f8\" = \"undo\"\n";
    settings.keymap = crate::keymap::Keymap::read("default", std::path::Path::new("keymap.toml"), own).0;
    let mut desk = TestApp::bare();
    desk.app.shared.settings = settings;

    desk.app.shared.did("Saved.");

    assert_eq!(desk.message(), "Saved. F8 undoes it.");
}

#[test]
fn typing_searches_and_an_older_answer_is_ignored() {
    let mut desk = TestApp::bare();

    desk.keys("s r u");
    assert_eq!(searches(&desk.effects), [(2, "r"), (3, "ru")]);

    desk.tell(answer(2, &["old"]));
    assert_eq!(desk.app.screens.library.hits(), []);

    desk.tell(answer(3, &["rust"]));
    assert_eq!(selected(&desk), "rust");
}

#[test]
fn the_selection_follows_the_entry_and_not_the_row() {
    let mut desk = TestApp::bare();
    desk.tell(answer(1, &["a", "b", "c"])).keys("j");
    assert_eq!(selected(&desk), "b");

    desk.tell(caught(Caught { changed: vec![path("new.md")], ..Caught::default() }));
    desk.tell(answer(2, &["new", "a", "b", "c"]));

    assert_eq!(selected(&desk), "b");
}

#[test]
fn another_query_selects_its_best_result() {
    let mut desk = TestApp::bare();
    desk.tell(answer(1, &["a", "b", "c"])).keys("j j s x");

    desk.tell(answer(2, &["c", "a"]));

    assert_eq!(selected(&desk), "c");
    desk.keys("backspace").tell(answer(3, &["a", "b", "c"]));
    assert_eq!(selected(&desk), "a");
}

#[test]
fn an_entry_that_is_gone_leaves_the_selection_on_its_row() {
    let mut desk = TestApp::bare();
    desk.tell(answer(1, &["a", "b", "c"])).keys("j");

    desk.tell(caught(Caught { gone: vec![path("b.md")], ..Caught::default() }));
    desk.tell(answer(2, &["a", "c"]));

    assert_eq!(selected(&desk), "c");
}

#[test]
fn only_the_text_of_the_selected_entry_is_taken() {
    let mut desk = TestApp::bare();
    desk.tell(answer(1, &["a", "b"]));
    let shows: Vec<Effect> = desk.take().into_iter().filter(|effect| matches!(effect, Effect::Show { .. })).collect();
    let [Effect::Show { request: of_a }] = shows.as_slice() else { panic!("{shows:?}") };
    desk.keys("j");

    let late = Failure { what: "late".into(), hint: None, question: None };
    desk.tell(Answer::Show { request: of_a.clone(), outcome: Err(late) }.into());

    assert!(!desk.screen().contains("late"));
    assert!(matches!(desk.take().as_slice(), [Effect::Show { request }] if request.path == path("notes/2026/b.md")));
}

#[test]
fn what_is_typed_in_the_capture_is_kept_in_the_first_pause() {
    let mut desk = TestApp::bare();
    desk.keys("c").type_text("tea");
    desk.take();

    desk.wait(600);

    assert_eq!(desk.take(), [Effect::KeepDraft { draft: Draft::new(DraftKind::Capture, "tea") }]);
    assert_eq!(desk.app.deadline(), None, "kept once, and then nothing wakes the program");
}

#[test]
fn esc_keeps_the_draft_and_the_next_capture_goes_on_with_it() {
    let mut desk = TestApp::bare();
    desk.keys("c").type_text("tea").keys("tab").type_text("green").keys("esc");
    assert!(desk.app.shared.overlays.is_empty());
    assert!(desk.take().contains(&Effect::KeepDraft {
        draft: Draft { kind: DraftKind::Capture, text: "tea".into(), tags: "green".into(), entry_kind: None }
    }));

    desk.keys("c");

    let Some(Overlay::Capture(capture)) = desk.app.shared.overlays.last() else { panic!("no capture") };
    assert_eq!(
        capture.as_draft(),
        Draft { kind: DraftKind::Capture, text: "tea".into(), tags: "green".into(), entry_kind: None }
    );
}

#[test]
fn the_kind_that_was_chosen_is_kept_with_the_draft() {
    let mut desk = TestApp::bare();
    desk.keys("c").type_text("tea").keys("tab tab").type_text("nn").keys("esc");

    desk.keys("c");

    let Some(Overlay::Capture(capture)) = desk.app.shared.overlays.last() else { panic!("no capture") };
    assert_eq!(capture.as_draft().entry_kind, Some(crate::entry::Kind::Nugget));
}

#[test]
fn a_sync_is_cancelled_by_esc_and_that_is_no_failure() {
    let mut desk = TestApp::bare();
    desk.tell(answer(1, &["a"]));
    desk.keys("R");
    desk.take();

    desk.keys("esc");
    assert_eq!(desk.take(), [Effect::Cancel(Job::Sync)]);
    desk.tell(Msg::Stopped(Job::Sync));

    assert!(desk.message().starts_with("Sync stopped. Nothing is lost"), "{}", desk.message());
    assert!(!desk.app.shared.messages.runs(Job::Sync));
}

#[test]
fn a_draft_that_is_read_late_joins_what_is_being_typed() {
    let mut desk = TestApp::bare();
    desk.keys("c").type_text("new");

    desk.tell(loaded(Draft { kind: DraftKind::Capture, text: "old".into(), tags: "tea".into(), entry_kind: None }));

    let Some(Overlay::Capture(capture)) = desk.app.shared.overlays.last() else { panic!("no capture") };
    assert_eq!(
        capture.as_draft(),
        Draft { kind: DraftKind::Capture, text: "old\nnew".into(), tags: "tea".into(), entry_kind: None }
    );
}

#[test]
fn a_long_message_stands_once_and_whole_where_there_is_little_room() {
    let mut desk = TestApp::stocked(40, 8);

    desk.tell(Msg::Warning("Something happened that takes more words than one row has room for.".into()));

    let screen = desk.screen();
    assert_eq!(screen.matches("Something").count(), 1, "{screen}");
    assert!(screen.contains("room for."), "{screen}");
}

#[test]
fn a_draft_of_the_last_time_is_offered() {
    let mut desk = TestApp::bare();

    desk.tell(loaded(Draft::new(DraftKind::Capture, "half a thought")));

    assert!(desk.message().contains("c continues it"), "{}", desk.message());
    assert!(desk.keys("c").screen().contains("half a thought"));
}

#[test]
fn a_capture_that_cannot_be_saved_stays_a_draft() {
    let mut desk = TestApp::bare();
    desk.keys("c").type_text("tea").keys("enter");
    let effects = desk.take();
    let Some(Effect::Capture { entry }) = effects.last() else { panic!("{effects:?}") };

    let captured = Err(Failure { what: "the disk is full".into(), hint: Some("Make room.".into()), question: None });
    desk.tell(Answer::Capture { entry: entry.clone(), outcome: captured }.into());

    assert_eq!(desk.message(), "the disk is full. Make room.");
    assert!(desk.take().contains(&Effect::KeepDraft { draft: Draft::new(DraftKind::Capture, "tea") }));
    assert!(desk.keys("c").screen().contains("tea"));
}

#[test]
fn words_for_a_team_that_cannot_be_prepared_are_given_back() {
    let mut desk = TestApp::bare();
    let said = Gratitude { page: Some("nuggets/tea.md".into()), whom: None, words: "saved me an hour".into() };
    let contribution = Contribution { team: "acme".into(), act: share::Act::Thank(said), allowed: Vec::new() };

    let failure = Failure { what: "the team is not here".into(), hint: None, question: None };
    desk.tell(Answer::PrepareContribution { contribution, outcome: Err(failure) }.into());

    let screen = desk.screen();
    assert!(screen.contains("saved me an hour") && screen.contains("the team is not here"), "{screen}");
}

#[test]
fn what_was_captured_is_selected_and_the_draft_is_gone() {
    let mut desk = TestApp::stocked(80, 24);

    desk.keys("c").type_text("tea").keys("ctrl-j").type_text("more").keys("enter");

    assert!(desk.message().starts_with("Saved the note \u{201c}tea\u{201d}"), "{}", desk.message());
    desk.keys("c");
    let Some(Overlay::Capture(capture)) = desk.app.shared.overlays.last() else { panic!("no capture") };
    assert_eq!(capture.as_draft(), Draft::default());
}

#[test]
fn a_paste_on_a_list_opens_a_capture_with_the_text() {
    let mut desk = TestApp::stocked(80, 24);

    desk.tell(Msg::Paste("one\r\ntwo\nqQx".into()));

    let Some(Overlay::Capture(capture)) = desk.app.shared.overlays.last() else { panic!("no capture") };
    assert_eq!(capture.as_draft().text, "one\ntwo\nqQx");
}

#[test]
fn a_paste_into_the_capture_never_submits() {
    let mut desk = TestApp::bare();
    desk.keys("c");
    desk.take();

    desk.tell(Msg::Paste("one\ntwo\n".repeat(5000)));

    let Some(Overlay::Capture(capture)) = desk.app.shared.overlays.last() else { panic!("no capture") };
    assert_eq!(capture.as_draft().text.lines().count(), 10_000);
    assert_eq!(desk.take(), []);
}

#[test]
fn a_paste_into_the_query_is_one_search() {
    let mut desk = TestApp::bare();
    desk.keys("s");
    desk.take();

    desk.tell(Msg::Paste("partial\nclone".into()));

    assert_eq!(searches(&desk.effects), [(2, "partial clone")]);
}

#[test]
fn a_paste_of_ten_thousand_lines_into_the_query_can_be_drawn_and_cleared() {
    let mut desk = TestApp::bare();
    desk.keys("s").tell(Msg::Paste("some line of text\n".repeat(10_000)));

    assert!(desk.screen().contains("line of text"));

    desk.keys("ctrl-u");
    assert_eq!(searches(&desk.effects).last().map(|(_, text)| *text), Some(""));
}

#[test]
fn prose_typed_on_a_list_is_held_back_and_can_be_captured() {
    let mut desk = TestApp::stocked(80, 24);
    desk.pace = Duration::from_millis(30);

    desk.type_text("kj dear all, see you");
    assert!(desk.screen().contains("another window"), "{}", desk.screen());
    assert!(!desk.effects.iter().any(|effect| matches!(effect, Effect::Quit | Effect::Undo)));

    desk.wait(400).keys("c");
    assert!(desk.screen().contains("dear all, see you"), "{}", desk.screen());
}

#[test]
fn quick_fingers_on_one_key_are_not_held_back() {
    let mut desk = TestApp::stocked(80, 24);
    desk.pace = Duration::from_millis(10);

    desk.keys("j j j j j j j k k");

    assert_eq!(desk.app.screens.library.list.selection.row, 5);
    assert!(desk.app.shared.overlays.is_empty());
}

#[test]
fn esc_never_quits() {
    let mut desk = TestApp::stocked(80, 24);

    desk.keys("enter esc s esc c esc : esc ? esc . esc w esc t esc y esc esc esc esc esc");

    assert!(!desk.effects.contains(&Effect::Quit));
    assert!(desk.app.shared.overlays.is_empty());
}

#[test]
fn q_leaves_at_once_and_keeps_where_the_person_was() {
    let mut desk = TestApp::bare();
    desk.tell(answer(1, &["a", "b"])).keys("j");
    desk.take();

    desk.keys("q");

    let effects = desk.take();
    let [Effect::SaveSession { session }, Effect::Quit] = effects.as_slice() else { panic!("{effects:?}") };
    assert!(session.contains("notes/2026/b.md"), "{session}");
}

#[test]
fn q_asks_while_a_draft_is_open_and_enter_is_not_a_yes() {
    let mut desk = TestApp::bare();
    desk.keys("c").type_text("tea").keys("esc q");
    assert!(!desk.effects.contains(&Effect::Quit));

    desk.keys("enter");
    assert!(!desk.effects.contains(&Effect::Quit));

    desk.keys("y");
    assert!(desk.effects.contains(&Effect::Quit));
}

#[test]
fn being_ended_keeps_what_is_being_typed() {
    let mut desk = TestApp::bare();
    desk.keys("c").type_text("tea");
    desk.take();

    desk.tell(Msg::Ended);

    let effects = desk.take();
    assert!(effects.contains(&Effect::KeepDraft { draft: Draft::new(DraftKind::Capture, "tea") }));
    assert_eq!(effects.last(), Some(&Effect::Quit));
}

#[test]
fn a_disabled_command_says_why_and_does_nothing() {
    let mut desk = TestApp::bare();
    desk.app.shared.settings.no_history = Some("no git".into());

    desk.keys("u R e");

    assert!(!desk.effects.iter().any(|effect| matches!(effect, Effect::Undo | Effect::Sync { .. } | Effect::Edit(_))));
    let changed = Changed { paths: vec![path("a")], warnings: vec![] };
    desk.keys("u");
    assert!(desk.message().contains("not in git"), "{}", desk.message());
    desk.tell(
        Answer::Do { command: EntryCommand::Keep, paths: vec![path("a")], called: "tea".into(), outcome: Ok(changed) }
            .into(),
    );
    assert_eq!(desk.message(), "Kept tea as a seed.");
}

#[test]
fn an_editor_that_failed_changes_nothing_and_says_so() {
    let mut desk = TestApp::bare();
    desk.take();

    desk.tell(Msg::Edited(EditorExit::Failed("The editor was killed.".into())));

    assert_eq!(desk.take(), []);
    assert_eq!(desk.message(), "The editor was killed. Riffle changed nothing.");
}

#[test]
fn tags_are_added_and_removed_for_all_marked_entries() {
    let mut desk = TestApp::bare();
    desk.tell(answer(1, &["a", "b", "c"])).keys("space space t");
    desk.take();

    desk.type_text("+git -ci #docs").keys("enter");

    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let paths = vec![path("notes/2026/a.md"), path("notes/2026/b.md")];
    assert_eq!(
        desk.take(),
        [Effect::Do {
            command: EntryCommand::Tag(TagChange { add: words(&["git", "docs"]), remove: words(&["ci"]) }),
            paths,
            called: "2 entries".to_owned()
        }]
    );
}

#[test]
fn prose_that_comes_at_once_starts_no_editor() {
    let mut desk = TestApp::bare();
    desk.tell(answer(1, &["a"]));
    desk.take();
    desk.app.expect(4);

    desk.keys("e");

    assert_eq!(desk.take(), []);
    assert!(matches!(desk.app.shared.overlays.last(), Some(Overlay::Stray(_))));
    desk.keys("esc");
    desk.app.expect(0);
    desk.keys("e");
    assert_ne!(desk.take(), []);
}

#[test]
fn a_tag_of_two_words_is_one_where_it_is_known() {
    let mut desk = TestApp::bare();
    desk.tell(answer(1, &["a"])).keys("t");
    desk.take();
    desk.tell(Msg::from(Answer::Tags { outcome: Ok(vec![("deep work".into(), 1)]) }));

    desk.type_text("-deep work new +deep work").keys("enter");

    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let [Effect::Do { command, .. }] = &desk.take()[..] else { panic!("one act") };
    let change = TagChange { add: words(&["new", "deep work"]), remove: words(&["deep work"]) };
    assert_eq!(*command, EntryCommand::Tag(change));
}

#[test]
fn tab_completes_a_tag_that_exists() {
    let mut desk = TestApp::stocked(80, 24);
    desk.keys("c").type_text("x").keys("tab").type_text("do").keys("tab").type_text("g").keys("tab");

    let Some(Overlay::Capture(capture)) = desk.app.shared.overlays.last() else { panic!("no capture") };

    assert_eq!(capture.as_draft().tags, "docs git ");
}

#[test]
fn the_palette_finds_a_command_by_words_and_by_its_key() {
    let mut desk = TestApp::stocked(80, 24);

    assert!(desk.keys(":").type_text("push").cursor_row().contains("push"));
    let chosen = |desk: &TestApp| desk.screen().lines().find(|line| line.contains("\u{258c}")).unwrap_or("").to_owned();
    desk.keys("ctrl-u").type_text("U");
    assert!(chosen(&desk).contains("Redo"), "{}", desk.screen());

    desk.keys("ctrl-u").type_text("jobs").keys("enter");
    assert!(desk.screen().contains("Jobs and messages"));
}

#[test]
fn the_palette_lists_what_is_called_so_first_and_a_place_before_an_action() {
    let mut desk = TestApp::stocked(80, 24);
    desk.keys(":");
    let chosen = |desk: &TestApp| desk.screen().lines().find(|line| line.contains("\u{258c}")).unwrap_or("").to_owned();
    for (typed, first) in [
        ("inbox", "Go to the inbox"),
        ("inb", "Go to the inbox"),
        ("today", "Go to today"),
        ("library", "Go to the library"),
        ("share", "Go to what I published"),
        ("team", "Go to what is new in the teams"),
        ("trash", "Go to what is in the trash"),
        ("keep", "Keep it"),
        ("tag", "Add or remove tags"),
        ("Copy url", "Copy its address"),
        ("log", "Log a line"),
    ] {
        desk.keys("ctrl-u").type_text(typed);
        assert!(chosen(&desk).contains(first), "{typed}: {}", desk.screen());
    }
}

#[test]
fn help_closes_with_its_own_key_and_runs_what_is_chosen() {
    let mut desk = TestApp::stocked(80, 24);
    desk.keys("? ?");
    assert!(desk.app.shared.overlays.is_empty());

    desk.keys("?").type_text("search everything").keys("enter");

    assert_eq!(desk.app.screens.library.focus, Focus::Query);
}

#[test]
fn hints_appear_after_a_while_and_esc_takes_them_away() {
    let mut desk = TestApp::stocked(80, 24);
    desk.keys("y");
    assert!(!desk.screen().contains("Copy its text"));

    assert!(desk.wait(400).screen().contains("Copy its text"));

    assert!(!desk.keys("esc").screen().contains("Copy its text"));
    assert!(desk.app.shared.overlays.is_empty());
}

#[test]
fn hints_never_cover_the_selected_row() {
    let mut desk = TestApp::stocked(80, 24);

    for _ in 0..9 {
        desk.keys("j y").wait(400);
        assert!(desk.cursor_row().contains('\u{258c}'), "{}", desk.screen());
        desk.keys("esc");
    }
}

#[test]
fn errors_stay_until_a_key_and_good_news_goes_by_itself() {
    let mut desk = TestApp::bare();
    desk.tell(Msg::Warning("broken".into())).wait(30_000);
    assert_eq!(desk.message(), "broken");
    desk.keys("j");
    assert_eq!(desk.message(), "");

    desk.tell(Answer::Open { target: "https://example.org".into(), outcome: Ok(()) }.into());
    assert_eq!(desk.message(), "Opened outside.");
    desk.wait(3_000);
    assert_eq!(desk.message(), "");
    assert_eq!(desk.app.deadline(), None);
}

#[test]
fn files_that_change_during_a_catch_up_are_looked_at_afterwards() {
    let mut desk = TestApp::bare();
    desk.tell(answer(1, &["a"]));
    assert!(desk.take().contains(&Effect::CatchUp), "not before the first search has opened the index");
    desk.tell(Msg::FilesChanged).tell(Msg::FilesChanged);
    assert_eq!(desk.take(), []);

    desk.tell(caught(Caught::default()));

    assert_eq!(desk.take(), [Effect::CatchUp]);
    desk.tell(caught(Caught::default()));
    assert!(!searches(&desk.take()).is_empty(), "another Riffle may have indexed them");
    desk.tell(Msg::FocusGained).tell(caught(Caught::default()));
    assert_eq!(searches(&desk.take()), []);
}

#[test]
fn nothing_found_offers_to_write_it_down() {
    let mut desk = TestApp::stocked(80, 24);

    desk.keys("s").type_text("zettel").keys("enter");

    assert!(desk.screen().contains("c  creates it with this title"), "{}", desk.screen());
    desk.keys("c");
    let Some(Overlay::Capture(capture)) = desk.app.shared.overlays.last() else { panic!("no capture") };
    assert_eq!(capture.as_draft().text, "zettel");
}

#[test]
fn nothing_found_offers_to_search_the_web_which_a_key_does_and_nothing_by_itself() {
    let mut desk = TestApp::stocked(80, 24);

    desk.keys("s").type_text("zettel & co").keys("enter");

    assert!(desk.screen().contains("g w  searches the web"), "{}", desk.screen());
    let opens = |effect: &Effect| matches!(effect, Effect::Open { .. });
    assert!(!desk.take().iter().any(opens));
    desk.keys("g w");
    assert_eq!(desk.take(), [Effect::Open { target: "https://e.org/?q=zettel%20%26%20co".into() }]);
}

#[test]
fn letters_of_another_layout_work_as_commands() {
    let mut desk = TestApp::stocked(80, 24);

    desk.keys("о");

    assert_eq!(desk.app.screens.library.list.selection.row, 1);
}

#[test]
fn a_word_is_found_in_the_text_that_is_read() {
    let mut desk = TestApp::stocked(60, 20);
    desk.keys("enter /").type_text("offline");
    assert!(desk.screen().contains("find offline"), "{}", desk.screen());

    desk.keys("enter").keys("esc");

    assert_eq!(desk.app.screen, Screen::Workbench, "Esc ends the search and nothing else");
    assert!(desk.screen().contains("offline builds"));
}

#[test]
fn finding_goes_round_the_places() {
    let mut desk = TestApp::stocked(40, 8);
    desk.keys("enter /").type_text("clone");
    let first = desk.app.screens.workbench.reader.scroll;

    desk.keys("enter N");
    assert!(desk.app.screens.workbench.reader.scroll > first, "{}", desk.screen());

    assert!(desk.keys("n").screen().contains("Use a partial clone"), "{}", desk.screen());
}

#[test]
fn on_an_entry_of_a_team_that_team_is_searched() {
    let mut desk = TestApp::stocked(80, 24);

    desk.keys("g m /");

    assert_eq!((desk.app.screen, desk.app.screens.library.query.text()), (Screen::Library, "in:acme "));
}

#[test]
fn tab_goes_round_query_results_and_what_narrows_them() {
    let mut desk = TestApp::stocked(120, 36);
    let focus = |desk: &TestApp| desk.app.screens.library.focus;

    assert_eq!(focus(desk.keys("tab")), Focus::Narrow);
    assert_eq!(focus(desk.keys("tab")), Focus::Query);
    assert_eq!(focus(desk.keys("tab")), Focus::Results);
    assert_eq!(focus(desk.keys("shift-tab")), Focus::Query);
    assert_eq!(focus(desk.keys("shift-tab")), Focus::Narrow);
    assert_eq!(focus(desk.keys("esc")), Focus::Results);
}

#[test]
fn narrowing_keeps_the_query_and_its_last_word_unfinished_and_widens_again() {
    let mut desk = TestApp::stocked(80, 24);
    desk.keys("s").type_text("part").keys("enter tab");
    assert!(desk.wait(300).screen().contains("Narrow"), "{}", desk.screen());

    desk.keys("j enter");
    assert_eq!(desk.app.screens.library.query.text(), "kind:bookmark part");
    desk.keys("space");

    assert_eq!(desk.app.screens.library.query.text(), "part");
    assert_eq!(desk.app.screens.library.focus, Focus::Narrow);
    assert!(!desk.keys("l").screen().contains("Narrow"));
}

#[test]
fn results_are_counted_in_a_pause_and_only_where_counts_are_seen() {
    let mut desk = TestApp::sized(120, 36);
    desk.pace = Duration::from_millis(100);
    let counts =
        |desk: &mut TestApp| desk.take().iter().filter(|effect| matches!(effect, Effect::Facets { .. })).count();
    desk.tell(answer(1, &["a"]));
    desk.keys("s p").tell(answer(2, &["a"]));
    assert_eq!(counts(&mut desk), 0);
    desk.wait(300);
    assert_eq!(counts(&mut desk), 1);

    desk.resize(80, 24).keys("r").tell(answer(3, &["a"])).wait(300);

    assert_eq!(counts(&mut desk), 0);
    assert_eq!(desk.app.deadline(), None);
}

#[test]
fn a_slash_filters_the_inbox_and_esc_shows_all_of_it_again() {
    let mut desk = TestApp::stocked(120, 36);
    desk.keys("g i /").type_text("part");
    let shown = |desk: &TestApp| desk.app.screens.inbox.list.len();

    assert_eq!((shown(&desk), desk.app.screen), (1, Screen::Inbox));
    desk.tell(Msg::Warning("something else".into()));
    assert!(desk.screen().contains("/ part") && desk.screen().contains("Inbox, 1 of 6"), "{}", desk.screen());
    desk.keys("enter j");
    assert_eq!(shown(&desk), 1);
    desk.keys("esc");

    assert_eq!(shown(&desk), 6);
    assert!(!desk.screen().contains("/ part"));
}

#[test]
fn a_slash_filters_the_day_and_a_line_that_is_begun_shows_all_of_it() {
    let mut desk = TestApp::stocked(120, 36);
    desk.keys("g t");
    let lines = |desk: &TestApp| desk.app.screens.today.len(Part::Log);
    let all = lines(&desk);

    desk.keys("/").type_text("zzz");
    assert_eq!(lines(&desk), 0);
    assert!(desk.screen().contains("No match."), "{}", desk.screen());
    desk.keys("enter c");

    assert_eq!(lines(&desk), all);
}

#[test]
fn the_session_says_where_the_person_was_on_every_screen() {
    let mut desk = TestApp::stocked(80, 24);
    desk.keys("g i j");
    desk.answers = false;
    desk.keys("Q");
    let Some(Effect::SaveSession { session }) =
        desk.take().into_iter().find(|it| matches!(it, Effect::SaveSession { .. }))
    else {
        panic!("not saved")
    };

    let mut again = TestApp::again(&session);

    assert_eq!(again.app.screen, Screen::Inbox);
    assert_eq!(again.app.subject().unwrap().title, "Ask Jo who owns the sign-on runbook");
    again.keys("g l");
    assert_eq!(selected(&again), "Blobless clones make CI clones 5x faster", "{session}");
}

#[test]
fn what_is_marked_in_the_trash_comes_back_together_and_nothing_else_is_done_with_it() {
    let mut desk = TestApp::stocked(80, 24);
    desk.keys("g d");
    desk.answers = false;

    desk.keys(". e");
    assert!(desk.message().contains("restore it first"), "{}", desk.message());
    desk.keys("space space u");

    let effects = desk.take();
    let Some(Effect::Do { command: EntryCommand::Recover, paths, called }) = effects.last() else {
        panic!("{effects:?}")
    };
    assert_eq!((paths.len(), called.as_str()), (2, "2 entries"));
    desk.keys("esc esc");
    assert_eq!(desk.app.screen, Screen::Library);
}

#[test]
fn r_gives_an_entry_another_title_wherever_it_is_selected() {
    for place in ["", "g i", "g t tab"] {
        let mut desk = TestApp::stocked(80, 24);
        desk.keys(place).keys("r ctrl-u").type_text("tea").keys("enter");

        let effects = desk.take();
        assert!(matches!(effects.last(), Some(Effect::Rename { title, .. }) if title == "tea"), "{place}: {effects:?}");
    }
}

#[test]
fn help_is_in_groups_and_what_is_not_possible_now_comes_last() {
    let mut desk = TestApp::stocked(120, 120);
    desk.keys("?");

    let screen = desk.screen();
    let at = |words: &str| {
        let row = screen.lines().position(|line| line.contains(words));
        row.unwrap_or_else(|| panic!("{words} is not in\n{screen}"))
    };
    let groups = ["│ Move", "│ Entry", "│ Make", "│ Go", "│ Terminal", "│ Not possible now"].map(at);
    assert!(groups.is_sorted(), "{groups:?}");
    assert!(at("Take what colleagues") > at("│ Not possible now"));
}

#[test]
fn what_was_run_from_the_palette_stands_first_the_next_time() {
    let mut desk = TestApp::stocked(80, 24);
    desk.keys(":").type_text("messages").keys("enter w :");

    assert!(desk.screen().lines().any(|line| line.contains("\u{258c} messages ")), "{}", desk.screen());
}

#[test]
fn what_is_hardly_alike_is_no_answer() {
    let mut desk = TestApp::stocked(80, 24);

    desk.keys(":").type_text("inb");
    assert!(!desk.screen().contains("Follow a link"), "{}", desk.screen());
    desk.keys("ctrl-u").type_text("mrge");
    assert!(desk.screen().contains("Join bookmarks"), "{}", desk.screen());

    desk.keys("ctrl-u").type_text("ptfkw");

    assert!(desk.screen().contains("No such command."), "{}", desk.screen());
}

#[test]
fn the_store_of_the_demo_says_so_in_the_bar() {
    let settings = Settings { label: Some("demo"), ..settings() };
    let (app, _) = App::new(settings, Session::default(), (80, 24));
    let desk = TestApp { app, ..TestApp::bare() };

    assert!(desk.screen().lines().next().unwrap().ends_with(" demo"), "{}", desk.screen());
    assert!(!TestApp::bare().screen().lines().next().unwrap().contains("demo"));
}

#[test]
fn the_first_reading_of_a_store_says_how_far_it_is() {
    let mut desk = TestApp::bare();
    let outcome = Ok(found(&[]));
    desk.tell(Answer::Search { generation: 1, text: String::new(), order: SortOrder::Best, limit: 0, outcome }.into());

    desk.tell(Msg::Progress { job: Job::Index, at: Progress { done: 1234, total: 6280 } });

    assert!(desk.screen().contains("Reading 1,234 of 6,280."), "{}", desk.screen());
}
