//! Delivery: three places, one promise, and a tick only for a signed receipt.
//!
//! A relay's custody is a place of its own and never the third one. Reasons cross as codes, each of
//! which has words in three languages. It refuses to show a figure that the store does not hold.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{counter::ClockBasis, relay::RelayOutcome, text::Texts};

/// What lies where. Figures are events; the three places add up to all events of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DeliveryView {
    /// Only on this phone.
    pub on_phone: u32,
    /// Also with a team lead (custody note), not at headquarters.
    pub with_lead: u32,
    /// At headquarters: their signed receipt lies on this phone.
    pub at_headquarters: u32,
    /// Durable but not sealed into a page: not yet provable. Part of `on_phone`.
    pub not_sealed: u32,
    /// A lead's device has been met: the middle place is shown.
    pub relay_met: bool,
    /// The joined relay; none if none is joined.
    pub relay: Option<RelayContactView>,
    /// Newest first.
    pub pages: Vec<PageView>,
    /// The last contact, and how the last try went.
    pub contact: ContactView,
    /// Things headquarters or the core found wrong. Newest first.
    pub alarms: Vec<AlarmView>,
    /// Whose clock.
    pub clock: ClockBasis,
    /// Journals before this one on this device (after salvage, restore or clone).
    pub journals_before: u32,
}

/// A sealed page of this device's journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PageView {
    /// From 1.
    pub number: u32,
    /// First event's time, civil text.
    pub from: String,
    /// Last event's time, civil text.
    pub to: String,
    /// Events in it.
    pub events: u32,
    /// Sealed bytes.
    pub bytes: u32,
    /// Where it is.
    pub place: PagePlace,
}

/// Where a page is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PagePlace {
    /// Only here.
    OnPhone,
    /// A relay's custody note lies here.
    WithLead {
        /// When this phone was first told so, civil text.
        at: String,
    },
    /// Headquarters' receipt lies here.
    AtHeadquarters {
        /// When headquarters received it, civil text.
        at: String,
    },
    /// Headquarters holds it aside and says why; not sent again.
    Held {
        /// Why.
        reason: HeldReason,
    },
    /// A peer refused it; it stays here and goes on being offered.
    Refused {
        /// Why.
        reason: RefusedReason,
    },
}

/// Why a peer refused a page: what its code says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RefusedReason {
    /// The peer speaks another version.
    WrongVersion,
    /// This device's certificate does not lead to the root key the peer knows.
    NoValidChain,
    /// Longer than the peer takes.
    Oversize,
    /// The journal has used up its room at the peer.
    Quota,
    /// The peer collects another election.
    OtherElection,
    /// The greeting was not signed as the peer demands.
    BadHello,
    /// The peer could not read the bytes.
    Malformed,
    /// The peer had too much to do.
    Busy,
    /// A relay did not admit this device.
    NotAdmitted,
}

/// Why headquarters holds pages aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HeldReason {
    /// The invitation was revoked.
    Revoked,
    /// The invitation had expired at first contact.
    Expired,
    /// Another device enrolled with the same invitation before.
    SecondEnrolment,
    /// Another page under the same number was there before.
    Fork,
    /// The journal was ended at an earlier page.
    Ended,
    /// A reason this program does not know.
    Other,
}

/// Contact with headquarters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ContactView {
    /// Last signed answer, civil text; none if never.
    pub last: Option<String>,
    /// How the last try ended; none if none was made since the start.
    pub outcome: Option<ContactOutcome>,
    /// A try runs now.
    pub running: bool,
    /// Seconds until the next try; none if nothing is planned.
    pub next_in_s: Option<u32>,
}

/// Contact with the joined relay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RelayContactView {
    /// Its last valid answer, civil text; none if never.
    pub last_met: Option<String>,
    /// How the last try ended; none if none was made since joining.
    pub outcome: Option<RelayOutcome>,
    /// A try runs now.
    pub running: bool,
}

/// How a try ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ContactOutcome {
    /// A valid signed answer.
    Reached,
    /// Nobody answered, or something else than headquarters (a captive portal): no network.
    NoNetwork,
    /// Somebody answered with a certificate that is not headquarters'.
    WrongServer,
    /// Headquarters answered and refused.
    Refused,
    /// The answer's signature or content is wrong.
    BadAnswer,
}

/// An alarm: something the person must see until it is settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AlarmView {
    /// What.
    pub alarm: AlarmKind,
    /// When, civil text.
    pub at: String,
    /// The page concerned, if one is.
    pub page: Option<u32>,
    /// It happened and goes once it was read (`close_alarm`); others go with their cause.
    pub closable: bool,
}

/// What an alarm is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AlarmKind {
    /// A receipt names another hash than this device's page.
    ReceiptNotMine,
    /// Headquarters could not open or read a page.
    PageNotReadable,
    /// Pages are held aside (revoked, expired, second enrolment, fork).
    Held,
    /// A damaged file was salvaged; a new journal goes on.
    Salvaged,
    /// This is a copy of another device's folder; a new journal goes on.
    Cloned,
    /// Headquarters holds more of the journal than this device; a new journal goes on.
    Restored,
    /// Headquarters holds less than it receipted; it is sent again.
    HeadquartersLost,
    /// A lead's device no longer holds pages that it had taken over; they are given again.
    RelayLost,
    /// A lead's device gave an answer or words that do not hold.
    RelayWrong,
    /// A lead's device was given pages twice and said nothing of them.
    RelaySilent,
    /// A lead's device handed over headquarters' receipt for another device.
    RelaySwapped,
    /// A lead's device gave pages of headquarters' common journal from before what was asked.
    RelayOld,
    /// Pages are with a lead for long, and no receipt came back.
    ReceiptOverdue,
    /// A page of headquarters to this device does not open: what it says is not known here.
    HeadquartersNotReadable,
    /// A lead's device keeps pages aside and carries them on; headquarters has the word.
    HeldByLead,
    /// The device's clock differs from headquarters' by more than two minutes.
    ClockWrong,
}

/// What a wipe of an enrolment would destroy, asked for before it may be ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WipeView {
    /// Which enrolment.
    pub enrolment: String,
    /// Its election; empty while locked.
    pub election: Texts,
    /// Events that have no copy anywhere else; `wipe` must repeat this figure.
    /// None while locked: it cannot be known, and `wipe` must say so too.
    pub only_here: Option<u32>,
    /// Besides these, events with a team lead only.
    pub with_lead_only: u32,
    /// Pages of other devices carried here that headquarters has not receipted; `wipe` must
    /// repeat this figure too. None while locked.
    pub others_pages: Option<u32>,
    /// Of how many devices.
    pub others_devices: u32,
    /// Answers in checklists among them.
    pub answers: u32,
    /// Counted persons among them.
    pub counted: u32,
}
