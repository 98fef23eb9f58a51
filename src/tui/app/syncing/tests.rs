use crate::ops::Status;
use crate::ops::sync::{self, Choice, Question, Report};
use crate::ops::unsent::{Unsent, Why};
use crate::tui::core::effect::{Answer, Effect, Told};
use crate::tui::core::failure::Failure;
use crate::tui::core::msg::Msg;
use crate::tui::testing::TestApp;

fn status(status: Status) -> Msg {
    Answer::Status { outcome: Ok(status) }.into()
}

#[test]
fn what_only_the_person_can_decide_is_asked_by_the_key_of_the_sync_and_answered_by_one_row() {
    let mut desk = TestApp::bare();
    let row = |key, label: &str, choice| sync::Answer { key, label: label.into(), choice };
    let answers =
        vec![row('k', "keep them, here and there", Choice::KeepFiles), row('r', "remove", Choice::TakeRemovals)];
    let question = Some(Box::new(Question { text: "40 files go. What now?".into(), answers }));
    let failure = Failure { what: "the remote removes 40".into(), hint: None, question };
    desk.tell(status(Status { remote: Some("origin".into()), ..Status::default() }));
    desk.keys("R").take();
    desk.tell(Answer::Sync { chosen: Vec::new(), outcome: Err(failure) }.into());
    let said = desk.app.shared.messages.now().map(|message| message.text.clone()).unwrap_or_default();
    assert!(said.ends_with("40 files go. What now? R shows the answers."), "{said}");

    desk.keys("R");
    let screen = desk.screen();
    assert!(screen.contains("keep them, here and there") && screen.contains("What now?"), "{screen}");
    desk.keys("up up enter");
    assert!(desk.take().contains(&Effect::Sync { chosen: vec![Choice::KeepFiles] }));
}

#[test]
fn what_a_server_wants_to_know_is_asked_unseen_and_told_or_left() {
    let mut desk = TestApp::bare();
    desk.tell(Msg::Asked("Password for 'https://example.org':".into())).type_text("sesame");
    let screen = desk.screen();
    assert!(screen.contains("Password for") && screen.contains("******") && !screen.contains("sesame"), "{screen}");
    desk.take();
    desk.keys("enter");
    assert_eq!(desk.take(), [Effect::Told(Told(Some("sesame".into())))]);

    desk.tell(Msg::Asked("continue connecting (yes/no)?".into())).type_text("yes");
    assert!(desk.screen().contains("› yes"), "{}", desk.screen());
    desk.take();
    desk.keys("esc");
    assert_eq!(desk.take(), [Effect::Told(Told(None))]);
    assert!(!format!("{:?}", Effect::Told(Told(Some("sesame".into())))).contains("sesame"));
}

#[test]
fn what_a_sync_left_here_is_named_where_it_says_synced_and_counted_at_the_top() {
    let mut desk = TestApp::bare();
    let unsent: Vec<Unsent> = (0..5).map(|n| Unsent::new(format!("film-{n}.bin"), Why::Large)).collect();

    desk.tell(Answer::Sync { chosen: Vec::new(), outcome: Ok(Report { unsent, ..Report::default() }) }.into());
    desk.tell(status(Status { remote: Some("origin".into()), unsent: 5, ..Status::default() }));

    let screen = desk.screen();
    assert!(screen.contains("!5 not sent"), "{screen}");
    let said = desk.app.shared.messages.now().map(|message| message.text.clone()).unwrap_or_default();
    assert!(said.contains("Not sent: film-0.bin (it is larger than 10 MB)") && said.ends_with("and 2 more."), "{said}");
}

#[test]
fn q_asks_while_the_exchange_with_the_remote_runs() {
    let mut desk = TestApp::bare();
    desk.tell(status(Status { remote: Some("origin".into()), ahead: 1, ..Status::default() }));

    desk.keys("R q");

    assert!(desk.effects.contains(&Effect::Sync { chosen: Vec::new() }));
    assert!(!desk.effects.contains(&Effect::Quit));
    assert!(desk.screen().contains("Quit?"));
}
