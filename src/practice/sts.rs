//! STS: who calls.

use super::call::Call;
use super::given::Given;
use super::refusal::Answer;
use super::registry::{Family, Move, Service};
use crate::value;

/// The service.
pub(super) static SERVICE: Service = Service {
    name: "sts",
    families: &[&Family {
        moves: &[("GetCallerIdentity", Move::Do(get_caller_identity))],
        ..Family::NONE
    }],
    ..Service::NONE
};

fn get_caller_identity(call: &mut Call<'_>, _: &Given<'_>) -> Answer {
    let principal = &call.principal;
    Ok(value!({ "UserId": (&principal.id), "Account": (&principal.account), "Arn": (&principal.arn) }))
}

#[cfg(test)]
mod tests {
    use crate::port::{Cloud, Request};
    use crate::practice::{Options, Practice};
    use crate::value;

    #[test]
    fn the_caller_is_the_role_of_the_account_that_is_called() {
        let practice = Practice::in_memory(&Options::new("us-east-1"));
        let mut request = Request::new("sts", "GetCallerIdentity", value!({}));
        let own = practice.call(&request).unwrap();
        assert_eq!(own.get("Account").text(), "111122223333");
        assert!(
            own.get("Arn")
                .text()
                .ends_with(":assumed-role/WorkshopParticipant/learner")
        );
        assert!(
            own.get("UserId").text().starts_with("AROA") && own.get("UserId").text().ends_with(":learner")
        );
        request.account = Some("partner".to_owned());
        let partner = practice.call(&request).unwrap().get("Account").text().to_owned();
        assert_eq!(partner, practice.account(Some("partner")));
        assert!(partner.len() == 12 && partner != "111122223333");
    }
}
