//! What headquarters says to a device about people: notices, who is in a lead's team; and that
//! a notice was read.
//!
//! All three are about call-signs and words, never about names: a team list lies on the lead's
//! device, and a lead who is searched must not expose the team. A notice is named by its number in
//! headquarters' journal for that device, so that a reading means the same after a page is
//! carried by a relay or a file. Rejected: a list by label, or by phone number, and a reading by
//! the text's hash. Changing this changes bytes.

use super::{Fields, kinds};
use crate::codec::{FieldError, Reader, Writer};
use crate::ids::JournalRef;

/// A short notice to this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeSent {
    /// Who did it.
    pub operator: String,
    /// Its number in this journal, from 1.
    pub notice: u64,
    /// What it says, as written.
    pub text: String,
}

/// A lead's team as it is now; the latest holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamListed {
    /// Who did it.
    pub operator: String,
    /// The team's name.
    pub team: String,
    /// The members without the lead, in the order of their call-signs.
    pub members: Vec<TeamMember>,
}

/// Somebody in a team.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct TeamMember {
    /// What the person is called on the lead's device; never a name.
    #[n(0)]
    pub call_sign: String,
    /// The person's invitation, as certificates name it.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub invitation: [u8; 16],
}

/// A notice was opened by the person it was for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeRead {
    /// The notice's number.
    pub notice: u64,
    /// Headquarters' journal it stands in.
    pub journal: JournalRef,
}

impl Fields for NoticeSent {
    const KIND: u64 = kinds::NOTICE_SENT;
    const COUNT: usize = 3;

    fn write(&self, out: &mut Writer) {
        out.withholdable(&self.operator);
        out.put(&self.notice);
        out.withholdable(&self.text);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self { operator: from.withholdable()?, notice: from.get()?, text: from.withholdable()? })
    }
}

impl Fields for TeamListed {
    const KIND: u64 = kinds::TEAM_LISTED;
    const COUNT: usize = 3;

    fn write(&self, out: &mut Writer) {
        out.withholdable(&self.operator);
        out.text(&self.team);
        out.begin(self.members.len());
        for member in &self.members {
            out.begin(2);
            out.text(&member.call_sign);
            out.bytes(&member.invitation);
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        let (operator, team) = (from.withholdable()?, from.text()?);
        let count = from.array()?;
        // A length is a claim: memory grows with what is really there.
        let mut members = Vec::new();
        for _ in 0..count {
            match from.array()? {
                2 => members
                    .push(TeamMember { call_sign: from.text()?, invitation: from.array_of()? }),
                _ => return Err(FieldError::message("a member has two parts")),
            }
        }
        Ok(Self { operator, team, members })
    }
}

impl Fields for NoticeRead {
    const KIND: u64 = kinds::NOTICE_READ;
    const COUNT: usize = 2;

    fn write(&self, out: &mut Writer) {
        out.put(&self.notice);
        out.put(&self.journal);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self { notice: from.get()?, journal: from.get()? })
    }
}
