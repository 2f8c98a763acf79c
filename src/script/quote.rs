//! How a value stands in SQL, in a shell, and in plain text.

use super::dynamic::{self, printable, to_value};
use crate::value::Value;
use rhai::Dynamic;

/// A name for SQL, not a value: `ident(table)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ident(pub(crate) String);

/// The language around an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tongue {
    /// Prose: plain text, control characters removed.
    Prose,
    /// A text that becomes a constant: exactly the value.
    Plain,
    /// SQL of Athena.
    Sql,
    /// A POSIX shell.
    Shell,
    /// PowerShell.
    PowerShell,
}

impl Tongue {
    /// The tongue of a block that does something, by its language.
    pub(crate) fn of(language: &str) -> Tongue {
        match language {
            "sql" => Tongue::Sql,
            "powershell" => Tongue::PowerShell,
            "bash" | "sh" | "shell" => Tongue::Shell,
            _ => Tongue::Plain,
        }
    }

    /// The value as this tongue writes it.
    ///
    /// # Errors
    /// A value that the tongue has no words for.
    pub(crate) fn write(self, value: &Dynamic) -> Result<String, String> {
        if let Some(ident) = value.read_lock::<Ident>() {
            return match self {
                Tongue::Sql => Ok(format!("\"{}\"", ident.0.replace('"', "\"\""))),
                _ => self.write(&ident.0.as_str().into()),
            };
        }
        match self {
            Tongue::Prose => Ok(printable(&dynamic::text(value))),
            Tongue::Plain => Ok(dynamic::text(value)),
            Tongue::Sql => sql(&to_value(value)?),
            Tongue::Shell => words(&to_value(value)?, |word| word.replace('\'', r"'\''")),
            Tongue::PowerShell => words(&to_value(value)?, |word| word.replace('\'', "''")),
        }
    }
}

fn sql(value: &Value) -> Result<String, String> {
    Ok(match value {
        Value::Null => "NULL".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) if number.is_finite() => format!("{number:?}"),
        Value::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Value::Time(time) => format!("TIMESTAMP '{}'", time.strftime("%Y-%m-%d %H:%M:%S.%3f UTC")),
        Value::List(items) if !items.is_empty() => {
            let items = items.iter().map(sql).collect::<Result<Vec<_>, _>>()?;
            format!("({})", items.join(", "))
        }
        Value::List(_) => return Err("an empty list has no place in SQL: `IN ()` is no condition".to_owned()),
        Value::Float(_) | Value::Blob(_) | Value::Map(_) => {
            return Err(format!("{} has no place in SQL", value.kind()));
        }
    })
}

fn words(value: &Value, escape: impl Fn(&str) -> String + Copy) -> Result<String, String> {
    let quoted = |text: &str| {
        if text.contains('\0') {
            Err("a text with a zero byte has no place in a command".to_owned())
        } else {
            Ok(format!("'{}'", escape(text)))
        }
    };
    match value {
        Value::Null => quoted(""),
        Value::Bool(flag) => Ok(flag.to_string()),
        Value::Int(number) => quoted(&number.to_string()),
        Value::Float(number) => quoted(&number.to_string()),
        Value::Text(text) => quoted(text),
        Value::Time(time) => quoted(&time.to_string()),
        Value::List(items) => {
            let items = items
                .iter()
                .map(|item| words(item, escape))
                .collect::<Result<Vec<_>, _>>()?;
            Ok(items.join(" "))
        }
        Value::Blob(_) | Value::Map(_) => Err(format!(
            "{} has no place in a command; `to_json` makes a text of it",
            value.kind()
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_cannot_leave_its_quotes() {
        let evil = Dynamic::from("it's; rm -rf $(HOME) \"x\"");
        assert_eq!(Tongue::Sql.write(&evil).unwrap(), "'it''s; rm -rf $(HOME) \"x\"'");
        assert_eq!(
            Tongue::Shell.write(&evil).unwrap(),
            r#"'it'\''s; rm -rf $(HOME) "x"'"#
        );
        assert_eq!(
            Tongue::PowerShell.write(&evil).unwrap(),
            "'it''s; rm -rf $(HOME) \"x\"'"
        );
        assert_eq!(Tongue::Prose.write(&"a\u{1b}]0;b\u{7}".into()).unwrap(), "a]0;b");
        assert_eq!(Tongue::Plain.write(&"a\r\n\u{1b}".into()).unwrap(), "a\r\n\u{1b}");
    }

    #[test]
    fn sql_has_literals_lists_and_identifiers() {
        let sql = |value: Dynamic| Tongue::Sql.write(&value);
        assert_eq!(sql(Dynamic::UNIT).unwrap(), "NULL");
        assert_eq!(sql(5_i64.into()).unwrap(), "5");
        assert_eq!(sql(1.0.into()).unwrap(), "1.0");
        assert_eq!(
            sql(vec![Dynamic::from(1_i64), "a".into()].into()).unwrap(),
            "(1, 'a')"
        );
        assert_eq!(
            sql(Dynamic::from(Ident("my\"table".to_owned()))).unwrap(),
            "\"my\"\"table\""
        );
        assert!(sql(Dynamic::from_array(vec![])).is_err());
        assert!(sql(f64::NAN.into()).is_err());
        let time = super::super::moment::Moment("2026-11-24T05:00:00Z".parse().unwrap());
        assert_eq!(
            sql(Dynamic::from(time)).unwrap(),
            "TIMESTAMP '2026-11-24 05:00:00.000 UTC'"
        );
    }
}
