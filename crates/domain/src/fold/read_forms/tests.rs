use super::*;
use crate::Event;
use crate::definition::Texts;
use crate::event::{FormPublished, Payload, Stamped};
use crate::form::{FormBody, Item, ItemKind};

fn form(name: &str) -> Form {
    Form::new(FormBody {
        name: name.to_owned(),
        titles: Texts::new(),
        languages: vec!["en".to_owned()],
        items: vec![Item::new(1, "seals", ItemKind::Integer)],
        label_version: None,
        tables: Vec::new(),
    })
    .unwrap()
}

fn published(fold: &mut Fold, ordinal: u64, version: u32, bytes: Vec<u8>) {
    let payload = Payload::FormPublished(FormPublished {
        operator: "Carol".to_owned(),
        form: 1,
        version,
        bytes,
    });
    let event = Event::new(1_383_465_600, payload);
    fold.apply(&[Stamped { ordinal, boot: [1; 16], drift: 0, event }]);
}

#[test]
fn a_form_is_read_once_and_never_answered_from_memory_for_other_bytes() {
    let (mut fold, forms) = (Fold::new(), ReadForms::default());
    assert!(forms.get(&fold, 1, 1).is_none());
    published(&mut fold, 1, 1, form("opening").encode());
    let first = forms.get(&fold, 1, 1).unwrap().unwrap();
    assert!(Arc::ptr_eq(&first, &forms.get(&fold, 1, 1).unwrap().unwrap()));
    published(&mut fold, 2, 2, form("closing").encode());
    assert_eq!(forms.get(&fold, 1, 2).unwrap().unwrap().body().name, "closing");
    published(&mut fold, 3, 1, form("another").encode());
    assert_eq!(forms.get(&fold, 1, 1).unwrap().unwrap().body().name, "another");
    published(&mut fold, 4, 2, b"no form".to_vec());
    assert!(forms.get(&fold, 1, 2).unwrap().is_err());
}
