//! The field writer and reader beneath every event: minicbor, held to one form.
//!
//! Text is brought to NFC when written; what may be withheld alone is wrapped in CBOR tag
//! 40961, which `journal` turns into a leaf of its own. Integers are shortest, lengths
//! definite, floats do not exist. Changing this changes bytes. Rejected: derived structs for
//! events, because minicbor drops trailing nulls and a kind's field list must never vary.

use minicbor::{Decode, Decoder, Encode, Encoder, data::Tag, data::Type};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The CBOR tag around a value that can be withheld alone (free text, blob keys).
pub(crate) const WITHHOLDABLE_TAG: u64 = 40_961;

/// Why a field could not be read.
pub(crate) type FieldError = minicbor::decode::Error;

/// Writes fields; writing to memory cannot fail.
pub(crate) struct Writer {
    encoder: Encoder<Vec<u8>>,
}

impl Writer {
    pub(crate) fn array(length: usize) -> Self {
        let mut encoder = Encoder::new(Vec::with_capacity(24));
        sure(encoder.array(length as u64).map(|_| ()));
        Self { encoder }
    }

    pub(crate) fn put<T: Encode<()>>(&mut self, value: &T) {
        sure(self.encoder.encode(value).map(|_| ()));
    }

    pub(crate) fn text(&mut self, value: &str) {
        sure(self.encoder.str(&nfc(value)).map(|_| ()));
    }

    /// Begins an array within a field.
    pub(crate) fn begin(&mut self, length: usize) {
        sure(self.encoder.array(length as u64).map(|_| ()));
    }

    pub(crate) fn texts(&mut self, values: &[String]) {
        sure(self.encoder.array(values.len() as u64).map(|_| ()));
        values.iter().for_each(|value| self.text(value));
    }

    pub(crate) fn text_or_null(&mut self, value: Option<&str>) {
        match value {
            Some(value) => self.text(value),
            None => sure(self.encoder.null().map(|_| ())),
        }
    }

    pub(crate) fn withholdable(&mut self, value: &str) {
        sure(self.encoder.tag(Tag::new(WITHHOLDABLE_TAG)).map(|_| ()));
        self.text(value);
    }

    pub(crate) fn withholdable_or_null(&mut self, value: Option<&str>) {
        match value {
            Some(value) => self.withholdable(value),
            None => sure(self.encoder.null().map(|_| ())),
        }
    }

    pub(crate) fn bytes(&mut self, value: &[u8]) {
        sure(self.encoder.bytes(value).map(|_| ()));
    }

    pub(crate) fn bytes_or_null<const N: usize>(&mut self, value: Option<&[u8; N]>) {
        match value {
            Some(value) => self.bytes(value),
            None => sure(self.encoder.null().map(|_| ())),
        }
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        self.encoder.into_writer()
    }
}

/// Reads fields in the order they were written.
pub(crate) struct Reader<'b> {
    decoder: Decoder<'b>,
}

impl<'b> Reader<'b> {
    pub(crate) fn new(bytes: &'b [u8]) -> Self {
        Self { decoder: Decoder::new(bytes) }
    }

    pub(crate) fn array(&mut self) -> Result<u64, FieldError> {
        self.decoder.array()?.ok_or_else(|| FieldError::message("indefinite length"))
    }

    pub(crate) fn get<T: Decode<'b, ()>>(&mut self) -> Result<T, FieldError> {
        self.decoder.decode()
    }

    pub(crate) fn text(&mut self) -> Result<String, FieldError> {
        let text = self.decoder.str()?;
        match is_nfc(text) {
            true => Ok(text.to_owned()),
            false => Err(FieldError::message("text is not NFC")),
        }
    }

    pub(crate) fn texts(&mut self) -> Result<Vec<String>, FieldError> {
        let length = self.array()?;
        // A length is a claim: memory grows with what is really there.
        let mut texts = Vec::new();
        for _ in 0..length {
            texts.push(self.text()?);
        }
        Ok(texts)
    }

    pub(crate) fn text_or_null(&mut self) -> Result<Option<String>, FieldError> {
        match self.null()? {
            true => Ok(None),
            false => self.text().map(Some),
        }
    }

    pub(crate) fn withholdable(&mut self) -> Result<String, FieldError> {
        if self.decoder.tag()?.as_u64() != WITHHOLDABLE_TAG {
            return Err(FieldError::message("another tag"));
        }
        self.text()
    }

    pub(crate) fn withholdable_or_null(&mut self) -> Result<Option<String>, FieldError> {
        match self.null()? {
            true => Ok(None),
            false => self.withholdable().map(Some),
        }
    }

    pub(crate) fn bytes(&mut self) -> Result<Vec<u8>, FieldError> {
        self.decoder.bytes().map(<[u8]>::to_vec)
    }

    pub(crate) fn array_of<const N: usize>(&mut self) -> Result<[u8; N], FieldError> {
        let bytes = self.decoder.bytes()?;
        bytes.try_into().map_err(|_| FieldError::message("another length"))
    }

    pub(crate) fn array_of_or_null<const N: usize>(
        &mut self,
    ) -> Result<Option<[u8; N]>, FieldError> {
        match self.null()? {
            true => Ok(None),
            false => self.array_of().map(Some),
        }
    }

    pub(crate) fn skip(&mut self) -> Result<(), FieldError> {
        self.decoder.skip()
    }

    pub(crate) fn position(&self) -> usize {
        self.decoder.position()
    }

    fn null(&mut self) -> Result<bool, FieldError> {
        let null = self.decoder.datatype()? == Type::Null;
        if null {
            self.decoder.null()?;
        }
        Ok(null)
    }
}

/// Text in the one form that is signed.
pub(crate) fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// A value's bytes as its derived encoder writes them.
pub(crate) fn bytes_of<T: minicbor::Encode<()>>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    sure(minicbor::encode(value, &mut bytes));
    bytes
}

fn sure(written: Result<(), minicbor::encode::Error<core::convert::Infallible>>) {
    debug_assert!(written.is_ok(), "writing to memory cannot fail");
}
