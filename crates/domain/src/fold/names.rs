//! The kinds of rows and the names they are stored under.
//!
//! A name is how a store tells one view's rows from another's; rows of a name no longer known
//! are dropped at the next rebuild. Rejected: numbers, which nobody could read in a store that
//! is looked into by hand.

/// The kinds of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ViewName {
    /// One row: how far the journal is folded, kinds it does not know.
    Journal,
    /// A boot and its comparison with headquarters' time.
    Clock,
    /// A visit, by ordinal.
    Visit,
    /// A watch, by ordinal.
    Watch,
    /// A turnout figure, by ordinal.
    Turnout,
    /// A filling of a form.
    Form,
    /// A log entry, by ordinal.
    Log,
    /// A station this journal was at, by [`crate::station_key`].
    Station,
    /// Where the journal continues from.
    Origin,
    /// A published definition, by version: its bytes.
    Definition,
    /// A published form, by form and version: its bytes.
    FormVersion,
    /// A published key list, by ordinal.
    KeyList,
    /// A revocation, by invitation.
    Revocation,
    /// An admission, by ordinal.
    Admission,
    /// The newest endpoint list.
    Endpoints,
    /// A station assigned to a device, by [`crate::station_key`].
    Assignment,
    /// A report on a page, by ordinal.
    PageReport,
    /// A notice to a device, by its number.
    Notice,
    /// A notice that was read, by headquarters' journal and number.
    Reading,
    /// A lead's team as listed last.
    Team,
    /// An announced figure, by place, moment and thing: the latest.
    AreaFigure,
    /// A figure for a stretch that no taps made, by ordinal.
    Tally,
    /// How two watches stand, by ordinal.
    Relation,
    /// Half of a hand-over, by ordinal.
    HandOver,
    /// A figure of the list or the ballots, by ordinal.
    Register,
    /// A trip of the mobile box, by ordinal.
    BoxTrip,
    /// A station on no list, by [`crate::station_key`].
    AddedStation,
    /// What could not wait, by ordinal.
    Urgent,
    /// A check-in, by ordinal.
    CheckIn,
    /// A mark or what became of one, by ordinal.
    Mark,
    /// A version of an incident, by ordinal.
    Incident,
    /// A step of a complaint or an answer to one, by ordinal.
    Complaint,
    /// A question of headquarters, by its number.
    FollowUp,
    /// An answer to headquarters, by ordinal.
    FollowUpAnswer,
    /// How an incident stands, as decided, by ordinal.
    IncidentStatus,
}

impl ViewName {
    /// All of them.
    pub const ALL: [Self; 35] = [
        Self::Journal,
        Self::Clock,
        Self::Visit,
        Self::Watch,
        Self::Turnout,
        Self::Form,
        Self::Log,
        Self::Station,
        Self::Origin,
        Self::Definition,
        Self::FormVersion,
        Self::KeyList,
        Self::Revocation,
        Self::Admission,
        Self::Endpoints,
        Self::Assignment,
        Self::PageReport,
        Self::Notice,
        Self::Reading,
        Self::Team,
        Self::AreaFigure,
        Self::Tally,
        Self::Relation,
        Self::HandOver,
        Self::Register,
        Self::BoxTrip,
        Self::AddedStation,
        Self::Urgent,
        Self::CheckIn,
        Self::Mark,
        Self::Incident,
        Self::Complaint,
        Self::FollowUp,
        Self::FollowUpAnswer,
        Self::IncidentStatus,
    ];

    /// The name rows are stored under.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Journal => "journal",
            Self::Clock => "clock",
            Self::Visit => "visit",
            Self::Watch => "watch",
            Self::Turnout => "turnout",
            Self::Form => "form",
            Self::Log => "log",
            Self::Station => "station",
            Self::Origin => "origin",
            Self::Definition => "definition",
            Self::FormVersion => "form_version",
            Self::KeyList => "key_list",
            Self::Revocation => "revocation",
            Self::Admission => "admission",
            Self::Endpoints => "endpoints",
            Self::Assignment => "assignment",
            Self::PageReport => "page_report",
            Self::Notice => "notice",
            Self::Reading => "reading",
            Self::Team => "team",
            Self::AreaFigure => "area_figure",
            Self::Tally => "tally",
            Self::Relation => "relation",
            Self::HandOver => "hand_over",
            Self::Register => "register",
            Self::BoxTrip => "box_trip",
            Self::AddedStation => "added_station",
            Self::Urgent => "urgent",
            Self::CheckIn => "check_in",
            Self::Mark => "mark",
            Self::Incident => "incident",
            Self::Complaint => "complaint",
            Self::FollowUp => "follow_up",
            Self::FollowUpAnswer => "follow_up_answer",
            Self::IncidentStatus => "incident_status",
        }
    }

    /// The view stored under a name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.name() == name)
    }
}
