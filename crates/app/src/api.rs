//! Everything that crosses the seam between the core and the interface.
//!
//! Plain tagged enums (`kind`) and figures, exported by ts-rs into `ui/src/bindings/app.ts` with
//! `cargo run -p app --bin bindings`; the same enums drive the interface's fake backend and the
//! tests. No 64-bit number crosses (JavaScript would lose digits): counts are `u32`, ordinals too.
//! Times cross as civil text `YYYY-MM-DDTHH:MM:SS` on the station's wall, because the interface
//! must not know time zones. No sentence for a person is made here.

mod beside;
mod bundle;
mod checklist;
mod codes;
mod collect;
mod command;
mod counter;
mod delivery;
mod draft;
mod earlier;
mod error;
mod incident;
mod notice;
mod notices;
mod now;
mod query;
mod relay;
mod reply;
mod session;
mod tally;
mod text;
mod turnout;
mod urgent;

pub use beside::{
    AmendedView, BesideCommand, BesideView, BoxBackView, BoxTripView, HandOverView,
    OpenedEventView, OpenedHourView, OpenedKind, QuietView, RegisterView, RelatedView, TakenView,
    WatchCodeView,
};
pub use bundle::{BundleView, DamageReason, DamageView, ImportedView};
pub use checklist::{
    AttachmentKind, ChecklistChange, ChecklistSummary, ChecklistView, ChoiceView, ConstraintState,
    Given, ItemShape, ItemView, SpecialAnswer,
};
pub use codes::{
    Accompanied, AmendReason, CorrectionReason, CountMeanwhile, QuietAnswer, RegisterKind,
    RegisterSource, StretchStands, TurnoutAmendReason, WatchRelation,
};
pub use collect::{
    CollectCommand, CollectView, MemberResult, MemberState, MemberView, QrView, StatusWord,
};
pub use command::{Command, CountMethod, GapChoice};
pub use counter::{
    CategoryRole, CategoryView, ClockBasis, CounterView, HourState, HourView, PauseReason,
    PointKind, PointView, UndoView, ViewOfPoint, WatchView,
};
pub use delivery::{
    AlarmKind, AlarmView, ContactOutcome, ContactView, DeliveryView, HeldReason, PagePlace,
    PageView, RefusedReason, RelayContactView, WipeView,
};
pub use draft::{DraftOf, DraftView, Typed};
pub use earlier::{EarlierView, Mend};
pub use error::{AppError, ErrorCode};
pub use incident::{
    ComplaintAnswerInput, ComplaintDecision, ComplaintInput, ComplaintStage, ComplaintStepView,
    ComplaintTo, ComplaintView, FollowUpAnswerView, FollowUpView, Gravity, HowKnown,
    IncidentAmendReason, IncidentDeed, IncidentInput, IncidentKindView, IncidentStatus,
    IncidentStatusView, IncidentVersionView, IncidentView, IncidentsView, MarkView, MomentEnd,
    Occurrence, ToldTo,
};
pub use notice::{Notice, Topic};
pub use notices::{AssignmentView, NoticeView, NoticesView};
pub use now::{NowView, StepState, StepTask, StepView};
pub use query::Query;
pub use relay::{AnnouncedView, RelayOutcome, RelayView, RelaysView};
pub use reply::Reply;
pub use session::{
    EnrolmentView, Feature, InvitationView, LockState, Presence, Role, SecretShape, SessionView,
    StationView, VisitView,
};
pub use tally::{
    CameView, CorrectedView, Entry, GroupKind, TallyInput, TallyMethod, TallyRelation,
    TallyStanding, TallyView,
};
pub use text::Texts;
pub use turnout::{
    AskedNext, ContestView, FigureCounts, FigureSource, FigureWhat, LogKind, LogView, MobileBox,
    TurnoutInput, TurnoutView,
};
pub use urgent::{
    Danger, DecisionForm, OverWord, RemovalReason, RemovedBy, UrgentCommand, UrgentOverView,
    UrgentPlace, UrgentView, UrgentWhat,
};
