//! Login profiles: the passwords with which users sign in to the console.
//!
//! A password is held against the account's policy and then forgotten: what stays is a salt and a hash.

use super::{LOGIN, USER, exists, names, password, user};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::value;
use crate::value::Value;
use sha2::{Digest, Sha256};

/// How often the hash is taken: enough to make guessing dull, few enough to cost a test nothing.
const ROUNDS: usize = 1000;

pub(super) fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = &*user::named(call, given)?;
    call.get(&USER, name)?;
    if call.found(&LOGIN, name).is_some() {
        return Err(exists(format!("Login Profile for user {name} already exists.")));
    }
    if !given.has("Password") {
        return Err(Refusal::unmodelled("iam:CreateLoginProfile without a password"));
    }
    let mut record = value!({
        "UserName": name,
        "CreateDate": (names::second(call.now())),
        "PasswordResetRequired": (given.flag("PasswordResetRequired").unwrap_or(false)),
    });
    choose(call, &mut record, given.text("Password"))?;
    call.keep(&LOGIN, name, record.clone());
    Ok(value!({ "LoginProfile": record }))
}

pub(super) fn get(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = &*user::named(call, given)?;
    call.get(&USER, name)?;
    let record = call.get(&LOGIN, name)?;
    Ok(value!({ "LoginProfile": record }))
}

pub(super) fn update(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = given.text("UserName");
    call.get(&USER, name)?;
    let mut record = call.get(&LOGIN, name)?.clone();
    if let Some(reset) = given.flag("PasswordResetRequired") {
        record.set("PasswordResetRequired", reset);
    }
    if let Some(word) = given.opt("Password") {
        choose(call, &mut record, word)?;
    }
    call.keep(&LOGIN, name, record);
    Ok(Value::map())
}

pub(super) fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = &*user::named(call, given)?;
    call.get(&USER, name)?;
    call.remove(&LOGIN, name)?;
    Ok(Value::map())
}

fn choose(call: &mut Call<'_>, record: &mut Value, word: &str) -> Result<(), Refusal> {
    password::check(call, word)?;
    let salt = call.random("iam:salt").hex(32);
    let hash = hash(&salt, word);
    record.set("_salt", salt);
    record.set("_hash", hash);
    Ok(())
}

fn hash(salt: &str, word: &str) -> String {
    let mut digest = Sha256::digest(format!("{salt}{word}"));
    for _ in 1..ROUNDS {
        digest = Sha256::digest(digest);
    }
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
