//! Statement and certificate in the pieces of a TXT record, and back.
//!
//! A string of a TXT record has at most 255 bytes. The statement is the piece `s`; the
//! certificate is cut into `c`, `d`, `e` and `f`, each full but the last. The whole stays within
//! one packet of an ordinary network. Changing this changes bytes.

use mdns_sd::{TxtProperties, TxtProperty};

/// Bytes of one piece.
const PIECE_BYTES: usize = 250;
/// Keys of the certificate's pieces, in order.
const CERTIFICATE: [&str; 4] = ["c", "d", "e", "f"];
/// Key of the statement.
const STATEMENT: &str = "s";

/// The strings of the record; none if they would not fit.
pub(super) fn cut(statement: &[u8], certificate: &[u8]) -> Option<Vec<TxtProperty>> {
    let fits =
        statement.len() <= PIECE_BYTES && certificate.len() <= PIECE_BYTES * CERTIFICATE.len();
    if !fits {
        return None;
    }
    let pieces = CERTIFICATE.iter().zip(certificate.chunks(PIECE_BYTES));
    let mut all = vec![TxtProperty::from((STATEMENT, statement))];
    all.extend(pieces.map(|(key, piece)| TxtProperty::from((*key, piece))));
    Some(all)
}

/// Statement and certificate of a record, if both are there; nothing is believed yet.
pub(super) fn join(txt: &TxtProperties) -> Option<(Vec<u8>, Vec<u8>)> {
    let piece = |key: &str| txt.get_property_val(key).flatten().map(<[u8]>::to_vec);
    let statement = piece(STATEMENT)?;
    let certificate: Vec<u8> = CERTIFICATE.iter().map_while(|key| piece(key)).flatten().collect();
    (!certificate.is_empty()).then_some((statement, certificate))
}

#[cfg(test)]
mod tests;
