//! A body is looked at whole before it is read.
//!
//! The XML codec recovers from a cut or a stray tag, and would give half a listing as all of it; and it reads nothing
//! out of the page of a proxy, which would look like an account without anything in it.

use super::dialect::Dialect;
use super::schema::{keep, name_of};
use aws_smithy_schema::codec::Codec;
use aws_smithy_schema::serde::{SerdeError, ShapeDeserializer};
use aws_smithy_schema::{Schema, ShapeType};
use aws_smithy_xml::codec::{XmlCodec, XmlCodecSettings};
use aws_smithy_xml::decode::Document;
use std::sync::LazyLock;

/// Says why a body that is not empty cannot be an answer of this dialect.
pub(super) fn check(dialect: Dialect, body: &[u8]) -> Result<(), SerdeError> {
    if body.is_empty() {
        return Ok(());
    }
    let begins = |fits: fn(&u8) -> bool, what: &str| match body
        .iter()
        .find(|byte| !byte.is_ascii_whitespace())
    {
        Some(first) if !fits(first) => Err(SerdeError::invalid_input(format!("the answer is not {what}"))),
        _ => Ok(()),
    };
    match dialect {
        Dialect::QueryAnswer | Dialect::Ec2Answer | Dialect::RestXml => {
            root(dialect, body)?;
            whole(body)
        }
        Dialect::Json | Dialect::RestJson => begins(|first| matches!(first, b'{' | b'['), "JSON"),
        // A map is major type 5.
        Dialect::Cbor => begins(|first| first >> 5 == 5, "CBOR"),
        Dialect::Query | Dialect::Ec2Request => Ok(()),
    }
}

/// The root element: `DescribeVpcsResponse` with Query and ec2, anything but a page elsewhere.
fn root(dialect: Dialect, body: &[u8]) -> Result<(), SerdeError> {
    let no_xml = |why: String| SerdeError::invalid_input(format!("the answer is not XML: {why}"));
    let mut document = Document::try_from(body).map_err(|e| no_xml(e.to_string()))?;
    let root = document.root_element().map_err(|e| no_xml(e.to_string()))?;
    let name = root.start_el().local();
    let expected = match dialect {
        Dialect::QueryAnswer | Dialect::Ec2Answer => name.ends_with("Response"),
        Dialect::RestXml
        | Dialect::Json
        | Dialect::RestJson
        | Dialect::Cbor
        | Dialect::Query
        | Dialect::Ec2Request => !name.eq_ignore_ascii_case("html"),
    };
    if expected {
        Ok(())
    } else {
        Err(SerdeError::invalid_input(format!(
            "the answer is not AWS's: its root element is `{name}`"
        )))
    }
}

/// Every element is closed, and nothing follows the root.
fn whole(body: &[u8]) -> Result<(), SerdeError> {
    static STRICT: LazyLock<XmlCodec> =
        LazyLock::new(|| XmlCodec::new(XmlCodecSettings::builder().validate_document(true).build()));
    static NOTHING: LazyLock<&'static Schema<'static>> =
        LazyLock::new(|| keep(Schema::new_struct(name_of("Unit"), ShapeType::Structure, &[])));
    STRICT
        .create_deserializer(body)
        .read_struct(&NOTHING, &mut |_, deserializer| deserializer.skip_value())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_is_seen_wherever_it_is() {
        let body = "<AResponse><a><b x=\"1\">text &amp; more</b><b/></a><c>2</c></AResponse>";
        assert!(check(Dialect::QueryAnswer, body.as_bytes()).is_ok());
        for end in 1..body.len() {
            assert!(
                check(Dialect::QueryAnswer, &body.as_bytes()[..end]).is_err(),
                "{}",
                &body[..end]
            );
        }
    }

    #[test]
    fn a_page_is_no_answer() {
        let page = b"<html><body><h1>It works!</h1></body></html>";
        for dialect in [
            Dialect::QueryAnswer,
            Dialect::Ec2Answer,
            Dialect::RestXml,
            Dialect::Json,
            Dialect::RestJson,
            Dialect::Cbor,
        ] {
            assert!(check(dialect, page).is_err(), "{dialect:?}");
        }
        let bucket = b"<ListBucketResult></ListBucketResult>";
        assert!(check(Dialect::RestXml, bucket).is_ok());
        assert!(check(Dialect::QueryAnswer, bucket).is_err());
        assert!(check(Dialect::Cbor, &[0xbf, 0xff]).is_ok());
    }
}
