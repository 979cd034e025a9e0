//! The short code by which a count is handed over: fourteen digits, two of them check digits.
//!
//! Digits can be read aloud in any language and typed on any keyboard. The code holds the
//! figure, the minute on the station's wall and the tag of the hand-over, and nothing about who
//! or where. ISO 7064 MOD 97-10 refuses every single wrong digit and every swap of neighbours.
//! Rejected: letters, which a Cyrillic keyboard and an ear confuse.

/// The largest figure a code can carry.
pub const FIGURE_MAX: u32 = 694_443;
/// Tags run from 0 to this.
pub const TAG_MAX: u32 = 999;
const MINUTES: u64 = 1440;
const DIGITS: usize = 14;

/// What a code says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HandOverCode {
    /// Persons of the day at the point.
    pub figure: u32,
    /// Minutes after midnight on the station's wall.
    pub minute: u16,
    /// What tells this hand-over apart.
    pub tag: u32,
}

/// Why a text is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Not fourteen digits.
    #[error("not fourteen digits")]
    NotFourteenDigits,
    /// A digit is wrong or two are swapped.
    #[error("the check digits do not fit")]
    Mistyped,
}

impl HandOverCode {
    /// The code in groups of four; `None` where figure, minute or tag are too large for it.
    #[must_use]
    pub fn written(&self) -> Option<String> {
        let fits =
            self.figure <= FIGURE_MAX && u64::from(self.minute) < MINUTES && self.tag <= TAG_MAX;
        let value = (u64::from(self.figure) * MINUTES + u64::from(self.minute)) * 1000;
        let value = value + u64::from(self.tag);
        let check = 98 - value * 100 % 97;
        let digits = format!("{:014}", value * 100 + check);
        let groups: Vec<&str> = (0..DIGITS)
            .step_by(4)
            .filter_map(|from| digits.get(from..(from + 4).min(DIGITS)))
            .collect();
        fits.then(|| groups.join(" "))
    }

    /// Reads a typed code; spaces and hyphens are forgiven.
    ///
    /// # Errors
    /// [`CodeError`] when it is not fourteen digits, or one of them is wrong.
    pub fn read(text: &str) -> Result<Self, CodeError> {
        let bare: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let digits = bare.len() == DIGITS && bare.bytes().all(|byte| byte.is_ascii_digit());
        let number = bare.parse::<u64>().ok().filter(|_| digits);
        let number = number.ok_or(CodeError::NotFourteenDigits)?;
        if number % 97 != 1 {
            return Err(CodeError::Mistyped);
        }
        let value = number / 100;
        let rest = value / 1000;
        let figure = u32::try_from(rest / MINUTES).map_err(|_| CodeError::Mistyped)?;
        let minute = u16::try_from(rest % MINUTES).map_err(|_| CodeError::Mistyped)?;
        let tag = u32::try_from(value % 1000).map_err(|_| CodeError::Mistyped)?;
        let read = Self { figure, minute, tag };
        // A second spelling of the check digits (00 for 97, 01 for 98) is no code.
        match read.written().is_some_and(|written| written.replace(' ', "") == bare) {
            true => Ok(read),
            false => Err(CodeError::Mistyped),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_fourteen_digits_in_groups_and_reads_back() {
        let code = HandOverCode { figure: 164, minute: 13 * 60, tag: 407 };
        let written = code.written().unwrap();
        assert_eq!(written, "0002 3694 0407 18");
        assert_eq!(HandOverCode::read(" 0002-3694 040718 "), Ok(code));
        assert_eq!(HandOverCode::read("0002 3694"), Err(CodeError::NotFourteenDigits));
        assert_eq!(HandOverCode::read("٠٠٠٢ 3694 0407 18"), Err(CodeError::NotFourteenDigits));
        let large = HandOverCode { figure: FIGURE_MAX + 1, minute: 0, tag: 0 };
        assert_eq!(large.written(), None);
    }

    proptest! {
        #[test]
        fn every_wrong_digit_and_every_swap_of_neighbours_is_refused(
            figure in 0..=FIGURE_MAX, minute in 0_u16..1440, tag in 0..=TAG_MAX,
        ) {
            let code = HandOverCode { figure, minute, tag };
            let digits = code.written().unwrap().replace(' ', "").into_bytes();
            prop_assert_eq!(HandOverCode::read(std::str::from_utf8(&digits).unwrap()), Ok(code));
            for at in 0..digits.len() {
                for digit in b'0'..=b'9' {
                    let mut wrong = digits.clone();
                    wrong[at] = digit;
                    let read = HandOverCode::read(std::str::from_utf8(&wrong).unwrap());
                    prop_assert!(wrong == digits || read == Err(CodeError::Mistyped));
                }
                let mut swapped = digits.clone();
                swapped.swap(at, (at + 1).min(digits.len() - 1));
                let read = HandOverCode::read(std::str::from_utf8(&swapped).unwrap());
                prop_assert!(swapped == digits || read == Err(CodeError::Mistyped));
            }
        }

        #[test]
        fn any_text_is_a_code_or_refused(text in "[0-9 \\-a-z]{0,24}") {
            if let Ok(code) = HandOverCode::read(&text) {
                prop_assert!(code.written().is_some());
            }
        }
    }
}
