//! One small election with one form, and a phone whose clock the test leads.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::definition::{Anchor as WhenFrom, Phase, ScheduleRow, Task, When, Whose};
use domain::event::{DefinitionPublished, FormPublished};
use domain::form::{Choice, Form, FormBody, Item, ItemKind};
use domain::{ElectionDefinition, Event, Payload, PollingDay};
use journal::certificate::Role;
use journal::event::{Anchor, EventBytes};
use journal::headquarters::{ListFacts, RoleKeys};
use journal::ids::{BootId, ElectionId, Hash, JournalId, Ordinal};
use journal::invitation::InvitationFile;
use journal::keys::SigningKey;
use journal::page::{Head, Page};
use journal::seal::{Draft, DraftEvent, Reader};
use rand::SeedableRng;
use rand::rngs::StdRng;
use tempfile::TempDir;

use crate::api::{
    AppError, BesideView, ChecklistView, Command, CountMethod, CounterView, DeliveryView, Given,
    Presence, Query, Reply, SessionView, ViewOfPoint,
};
use crate::core::Core;
use crate::desk::Open;
use crate::world::Machine;

pub const SECRET: &str = "alice's long passphrase";
/// 08:00 on the station's wall, Asia/Almaty, on the polling day 2026-11-23.
pub const MORNING: i64 = 1_795_402_800;
pub const BOOT: BootId = BootId([7; 16]);

/// A core over a folder of its own.
pub struct Bench {
    pub core: Core,
    world: Machine,
    clock: &'static Mutex<Anchor>,
    folder: TempDir,
    invitation: InvitationFile,
}

impl Bench {
    pub fn new() -> Self {
        let clock: &'static Mutex<Anchor> =
            Box::leak(Box::new(Mutex::new(Anchor { boot: BOOT, wall: MORNING, boottime: 500 })));
        let world = Machine { script: Some(clock) };
        let folder = tempfile::tempdir().unwrap();
        let core = Core::start_on(world, folder.path().join("data"));
        Self { core, world, clock, folder, invitation: invitation(Role::Observer, 1) }
    }

    /// Somebody else of the same election.
    pub fn enrolled_as(role: Role, person: u64) -> Self {
        let bench = Self { invitation: invitation(role, person), ..Self::new() };
        bench.read_invitation().unwrap();
        bench.core.execute(Command::Enrol { secret: SECRET.into() }).unwrap();
        bench
    }

    /// In an election whose definition says something else.
    pub fn enrolled_where(change: fn(&mut ElectionDefinition)) -> Self {
        let invitation = invitation_where(Role::Observer, 1, change);
        let bench = Self { invitation, ..Self::new() };
        bench.read_invitation().unwrap();
        bench.core.execute(Command::Enrol { secret: SECRET.into() }).unwrap();
        bench
    }

    pub fn enrolled() -> Self {
        let bench = Self::new();
        bench.read_invitation().unwrap();
        bench.core.execute(Command::Enrol { secret: SECRET.into() }).unwrap();
        bench
    }

    /// The next invitation read is somebody else's of the same election.
    pub fn invite_another(&mut self) {
        self.invitation = invitation(Role::Observer, 2);
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn now(&self) -> i64 {
        self.clock.lock().unwrap().wall
    }

    pub fn pass(&self, seconds: i64) {
        let mut clock = self.clock.lock().unwrap();
        clock.wall += seconds;
        clock.boottime += seconds;
    }

    /// Somebody sets the wall clock; what counts seconds since the start goes on.
    pub fn set_clock(&self, ahead_s: i64) {
        self.clock.lock().unwrap().wall += ahead_s;
    }

    /// The phone is switched off and on again in no time; nobody answered its last question.
    pub fn starts_anew(&mut self) {
        let mut clock = self.clock.lock().unwrap();
        (clock.boot, clock.boottime) = (BootId([8; 16]), 30);
        drop(clock);
        self.killed();
        self.unlock();
    }

    /// The process is gone without a word; the next one starts over the same folder.
    pub fn killed(&mut self) {
        self.core.shared.desk().open = None;
        self.core = Core::start_on(self.world, self.data());
    }

    /// The file beside the store that proves it is the newest copy is lost: the next start
    /// trusts the old journal no more and goes on in a new one.
    pub fn begins_a_new_journal(&mut self) {
        let guard = self.data().join(self.enrolment()).join("guard.cbor");
        self.killed();
        std::fs::remove_file(guard).unwrap();
        self.unlock();
    }

    pub fn read_invitation(&self) -> Result<Reply, AppError> {
        let base64 = STANDARD.encode(self.invitation.encode());
        self.core.execute(Command::ReadInvitationFile { base64 })
    }

    pub fn code(&self) -> String {
        self.invitation.code().to_text().unwrap()
    }

    pub fn practice_code(&self) -> String {
        let mut code = self.invitation.code();
        code.practice = true;
        code.to_text().unwrap()
    }

    pub fn session(&self, reply: Result<Reply, AppError>) -> SessionView {
        match reply {
            Ok(Reply::Session { view }) => view,
            other => panic!("{other:?}"),
        }
    }

    pub fn enrolment(&self) -> String {
        self.session(self.core.query(Query::Session)).enrolments[0].id.clone()
    }

    pub fn try_unlock(&self, secret: &str) -> Result<Reply, AppError> {
        let enrolment = self.enrolment();
        self.core.execute(Command::Unlock { enrolment, secret: secret.into() })
    }

    pub fn unlock(&self) {
        self.try_unlock(SECRET).unwrap();
    }

    pub fn arrive(&self, code: &str) {
        let presence = Presence::Inside;
        let arrive = Command::Arrive { station_code: code.into(), presence, since_touch_ms: 0 };
        self.core.execute(arrive).unwrap();
    }

    pub fn watch(&self) -> CounterView {
        self.count(Command::StartWatch {
            point: 2,
            covers: vec!["1".into()],
            view: ViewOfPoint::Full,
            since_touch_ms: 0,
        })
    }

    pub fn tap(&self) -> CounterView {
        self.record(1, 0)
    }

    pub fn record(&self, category: u32, since_touch_ms: u32) -> CounterView {
        let method = CountMethod::Screen;
        self.count(Command::RecordVoter { category, method, since_touch_ms })
    }

    pub fn count(&self, command: Command) -> CounterView {
        match self.core.execute(command) {
            Ok(Reply::Counter { view }) => view,
            other => panic!("{other:?}"),
        }
    }

    pub fn counter(&self) -> CounterView {
        match self.core.query(Query::Counter) {
            Ok(Reply::Counter { view }) => view,
            other => panic!("{other:?}"),
        }
    }

    pub fn beside(&self) -> BesideView {
        match self.core.query(Query::Beside) {
            Ok(Reply::Beside { view }) => view,
            other => panic!("{other:?}"),
        }
    }

    /// What lies open, for what no reply tells.
    pub fn own<T>(&self, look: impl FnOnce(&Open) -> T) -> T {
        look(self.core.shared.desk().open.as_ref().unwrap())
    }

    pub fn delivery(&self) -> DeliveryView {
        match self.core.query(Query::Delivery) {
            Ok(Reply::Delivery { view }) => view,
            other => panic!("{other:?}"),
        }
    }

    pub fn checklist(&self, query: Query) -> ChecklistView {
        self.checklist_of(self.core.query(query))
    }

    pub fn checklist_of(&self, reply: Result<Reply, AppError>) -> ChecklistView {
        match reply {
            Ok(Reply::Checklist { view }) => view,
            other => panic!("{other:?}"),
        }
    }

    pub fn try_answer(&self, question: u32, given: Given) -> Result<Reply, AppError> {
        self.core.execute(Command::Answer {
            form: 1,
            instance: 1,
            path: Vec::new(),
            question,
            given,
            seen_at: None,
            since_touch_ms: 0,
        })
    }

    pub fn answer(&self, question: u32, given: Given) -> ChecklistView {
        match self.try_answer(question, given) {
            Ok(Reply::Checklist { view }) => view,
            other => panic!("{other:?}"),
        }
    }
}

fn invitation(role: Role, person: u64) -> InvitationFile {
    invitation_where(role, person, |_| ())
}

fn invitation_where(
    role: Role,
    person: u64,
    change: fn(&mut ElectionDefinition),
) -> InvitationFile {
    let mut rng = StdRng::seed_from_u64(1);
    let root = SigningKey::random(&mut rng);
    let keys = RoleKeys::random(&mut rng);
    let facts = ListFacts {
        election: ElectionId::random(&mut rng),
        common: JournalId::random(&mut rng),
        authority: Hash([3; 32]),
        issued_at: MORNING - 86_400,
        practice: false,
    };
    let list = keys.first_list(&facts, &root).unwrap();
    let (public, one_time) = keys.invite(
        facts.election,
        role,
        MORNING + 86_400,
        &mut StdRng::seed_from_u64(90 + person),
    );
    InvitationFile {
        public,
        one_time,
        root: root.public(),
        common: vec![common(&keys, &facts, change, &mut rng)],
        keys: list,
        members: keys.members.clone(),
        authority: Hash([3; 32]),
        // Nobody listens there: this phone is offline all day.
        endpoints: vec!["https://127.0.0.1:1".into()],
    }
}

fn common(
    keys: &RoleKeys,
    facts: &ListFacts,
    change: fn(&mut ElectionDefinition),
    rng: &mut StdRng,
) -> Page {
    let clock = Anchor { boot: BOOT, wall: MORNING - 86_400, boottime: 1 }.clock();
    let events =
        [definition(change), form(), super::checklists::boxes()].map(|payload| DraftEvent {
            clock,
            bytes: EventBytes::new(Event::new(MORNING - 86_400, payload).encode()).unwrap(),
        });
    let draft = Draft {
        election: facts.election,
        journal: facts.common,
        after: Head::START,
        first: Ordinal(1),
        events: events.into(),
        sealed_at: MORNING - 86_400,
        padded: false,
    };
    let reader = Reader { key: keys.members.public(), number: keys.numbers.members };
    draft.seal(&reader, &keys.journal, rng).unwrap().page
}

fn form_entry((form, name): (u32, &str)) -> domain::definition::FormEntry {
    domain::definition::FormEntry { form, version: 1, name: name.into() }
}

fn definition(change: fn(&mut ElectionDefinition)) -> Payload {
    let mut definition = ElectionDefinition {
        version: 1,
        name: "Sailau".into(),
        days: vec![PollingDay {
            date: chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
            opens_minutes: 7 * 60,
            closes_minutes: 20 * 60,
            early: false,
        }],
        zone: "Asia/Almaty".into(),
        forms: [(1, "open"), (2, "boxes")].map(form_entry).into(),
        schedule: schedule(),
        ..ElectionDefinition::built_in()
    };
    change(&mut definition);
    Payload::DefinitionPublished(DefinitionPublished {
        operator: "Carol".into(),
        version: 1,
        definition: definition.encode(),
    })
}

/// The opening is noted within a quarter of an hour, the form filled within the hour.
fn schedule() -> Vec<ScheduleRow> {
    let row = |number, task, due, late| {
        let at = |minutes| When { anchor: WhenFrom::Opening, minutes };
        ScheduleRow {
            number,
            code: format!("row_{number}"),
            names: domain::definition::Texts::new(),
            phase: Phase::Opening,
            whose: Whose::Observer,
            task,
            form: (task == Task::FillForm).then(|| "open".to_owned()),
            opens: at(0),
            due: at(due),
            late: at(late),
            repeat: None,
            only_if: Vec::new(),
        }
    };
    vec![row(1, Task::NoteOpening, 15, 60), row(2, Task::FillForm, 60, 120)]
}

/// 1: open in time (yes, no); 2: why not (text, only after a no, required); 3: how many.
fn form() -> Payload {
    let texts = |text: &str| [("kk".to_owned(), text.to_owned())].into();
    let item =
        |number, name: &str, kind| Item { labels: texts(name), ..Item::new(number, name, kind) };
    let choice = |number, name: &str| Choice {
        number,
        name: name.into(),
        labels: texts(name),
        columns: BTreeMap::new(),
    };
    let body = FormBody {
        name: "open".into(),
        titles: texts("Ashylu"),
        languages: vec!["kk".into()],
        items: vec![
            Item {
                choices: vec![choice(1, "yes"), choice(2, "no")],
                ..item(1, "in_time", ItemKind::SelectOne)
            },
            Item {
                relevant: Some("${in_time} = 'no'".into()),
                required: Some("true()".into()),
                ..item(2, "why", ItemKind::Text)
            },
            Item { constraint: Some(". >= 0".into()), ..item(3, "members", ItemKind::Integer) },
        ],
        label_version: None,
        tables: Vec::new(),
    };
    let form = Form::new(body).unwrap();
    Payload::FormPublished(FormPublished {
        operator: "Carol".into(),
        form: 1,
        version: 1,
        bytes: form.encode(),
    })
}
