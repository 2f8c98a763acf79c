//! Which services sign under a name: what a server knows of a request before it has read it.

use super::{Catalogue, Service};

/// Signing name -> services, where it is not the one service of that name. From the models; a test holds it to them,
/// so that a request does not load all of them to be understood.
#[rustfmt::skip]
const SIGNING: &[(&str, &[&str])] = &[
    ("IoTSecuredTunneling", &["iotsecuretunneling"]),
    ("access-analyzer", &["accessanalyzer"]),
    ("account-access", &["account-access", "account-access-runtime"]),
    ("aco-automation", &["compute-optimizer-automation"]),
    ("agent-registry", &["agent-registry", "agent-registry-control"]),
    ("aidevops", &["devops-agent"]),
    ("airflow", &["mwaa"]),
    ("airflow-serverless", &["mwaa-serverless"]),
    ("aoss", &["opensearchserverless"]),
    ("apigateway", &["apigateway", "apigatewayv2"]),
    ("app-integrations", &["appintegrations"]),
    ("appconfig", &["appconfig", "appconfigdata"]),
    ("application-cost-profiler", &["applicationcostprofiler"]),
    ("applicationinsights", &["application-insights"]),
    ("aps", &["amp"]),
    ("aws-marketplace", &["marketplace-agreement", "marketplace-catalog", "marketplace-deployment", "marketplace-discovery", "marketplace-entitlement", "marketplace-reporting", "meteringmarketplace"]),
    ("awsssoportal", &["sso"]),
    ("backup-search", &["backupsearch"]),
    ("bedrock", &["bedrock", "bedrock-agent", "bedrock-agent-runtime", "bedrock-data-automation", "bedrock-data-automation-runtime", "bedrock-runtime"]),
    ("bedrock-agentcore", &["bedrock-agentcore", "bedrock-agentcore-control"]),
    ("cases", &["connectcases"]),
    ("cassandra", &["keyspaces", "keyspacesstreams"]),
    ("chime", &["chime", "chime-sdk-identity", "chime-sdk-media-pipelines", "chime-sdk-meetings", "chime-sdk-messaging", "chime-sdk-voice"]),
    ("cleanrooms-ml", &["cleanroomsml"]),
    ("cloudcontrolapi", &["cloudcontrol"]),
    ("cloudhsm", &["cloudhsm", "cloudhsmv2"]),
    ("cloudsearch", &["cloudsearch", "cloudsearchdomain"]),
    ("cloudwatch", &["cloudwatchomni"]),
    ("codeguru-profiler", &["codeguruprofiler"]),
    ("connect", &["connect", "connect-contact-lens", "connectscheduling"]),
    ("connect-campaigns", &["connectcampaigns", "connectcampaignsv2"]),
    ("dynamodb", &["dynamodb", "dynamodbstreams"]),
    ("elasticfilesystem", &["efs"]),
    ("elasticloadbalancing", &["elb", "elbv2"]),
    ("elasticmapreduce", &["emr"]),
    ("elemental-inference", &["elementalinference"]),
    ("end-user-messaging", &["endusermessaging"]),
    ("es", &["es", "opensearch"]),
    ("events", &["eventbridgev2", "events"]),
    ("execute-api", &["apigatewaymanagementapi", "connectparticipant"]),
    ("forecast", &["forecast", "forecastquery"]),
    ("geo", &["location"]),
    ("greengrass", &["greengrass", "greengrassv2"]),
    ("health-agent", &["connecthealth"]),
    ("iam", &["iam", "iam-toolbox"]),
    ("iotdata", &["iot-data"]),
    ("iotmanagedintegrations", &["iot-managed-integrations"]),
    ("ivs", &["ivs", "ivs-realtime"]),
    ("kinesisanalytics", &["kinesisanalytics", "kinesisanalyticsv2"]),
    ("kinesisvideo", &["kinesis-video-archived-media", "kinesis-video-media", "kinesis-video-signaling", "kinesis-video-webrtc-storage", "kinesisvideo"]),
    ("lambda", &["lambda", "lambda-core", "lambda-microvms", "lambda-web"]),
    ("launchwizard", &["launch-wizard"]),
    ("lex", &["lex-models", "lex-runtime", "lexv2-models", "lexv2-runtime"]),
    ("mediastore", &["mediastore", "mediastore-data"]),
    ("mgh", &["mgh", "migrationhub-config"]),
    ("migrationhub-orchestrator", &["migrationhuborchestrator"]),
    ("migrationhub-strategy", &["migrationhubstrategy"]),
    ("mobiletargeting", &["pinpoint"]),
    ("monitoring", &["cloudwatch"]),
    ("mturk-requester", &["mturk"]),
    ("neptune-db", &["neptunedata"]),
    ("notifications-contacts", &["notificationscontacts"]),
    ("osm", &["opensearchmemory"]),
    ("partnercentral", &["partnercentral-revenue-measurement"]),
    ("payment-cryptography", &["payment-cryptography", "payment-cryptography-data"]),
    ("personalize", &["personalize", "personalize-events", "personalize-runtime"]),
    ("pricingplanmanager", &["pricing-plan-manager"]),
    ("profile", &["customer-profiles"]),
    ("rds", &["docdb", "neptune", "rds"]),
    ("refactor-spaces", &["migration-hub-refactor-spaces"]),
    ("resiliencehub", &["resiliencehub", "resiliencehubv2"]),
    ("s3", &["s3", "s3control"]),
    ("s3-outposts", &["s3outposts"]),
    ("sagemaker", &["sagemaker", "sagemaker-a2i-runtime", "sagemaker-edge", "sagemaker-featurestore-runtime", "sagemaker-inference-router-runtime", "sagemaker-metrics", "sagemaker-runtime", "sagemakerjobruntime", "sagemakertrainingsessionruntime"]),
    ("scn", &["supplychain"]),
    ("sdb", &["sdb", "simpledbv2"]),
    ("servicecatalog", &["servicecatalog", "servicecatalog-appregistry"]),
    ("servicequotas", &["service-quotas"]),
    ("ses", &["mailmanager", "pinpoint-email", "ses", "sesv2"]),
    ("signer", &["signer", "signer-data"]),
    ("sms-voice", &["pinpoint-sms-voice", "pinpoint-sms-voice-v2", "sms-voice"]),
    ("social-messaging", &["socialmessaging"]),
    ("sso", &["sso-admin"]),
    ("sso-oauth", &["sso-oidc"]),
    ("states", &["stepfunctions"]),
    ("supportapp", &["support-app"]),
    ("tagging", &["resourcegroupstaggingapi"]),
    ("tax", &["taxsettings"]),
    ("thinclient", &["workspaces-thin-client"]),
    ("timestream", &["timestream-query", "timestream-write"]),
    ("voiceid", &["voice-id"]),
    ("wisdom", &["qconnect", "wisdom"]),
];

/// Names that endpoints sign under instead of the service's own.
const BY_ENDPOINT: &[(&str, &str)] = &[
    ("IngestionService", "importexport"),
    ("s3-object-lambda", "s3"),
    ("s3-outposts", "s3"),
    ("s3-outposts", "s3control"),
    ("s3express", "s3"),
    ("s3express", "s3control"),
];

impl Catalogue {
    /// The services that sign under a name; the one that is called so comes first.
    #[must_use]
    pub fn signing(&self, name: &str) -> Vec<&Service> {
        let shared = SIGNING.iter().find(|(known, _)| *known == name);
        let by_endpoint = BY_ENDPOINT.iter().filter(|(known, _)| *known == name);
        let mut services: Vec<&Service> = match shared {
            Some((_, services)) => services.iter().filter_map(|name| self.service(name)).collect(),
            None => self.service(name).into_iter().collect(),
        };
        services.extend(by_endpoint.filter_map(|(_, service)| self.service(service)));
        services.sort_by_key(|service| service.name != name);
        services
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn the_table_is_what_the_models_say() {
        let catalogue = Catalogue::embedded();
        let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for service in catalogue.names().filter_map(|name| catalogue.service(name)) {
            let signing = found.entry(&service.signing_name).or_default();
            signing.push(&service.name);
        }
        let found: Vec<(&str, Vec<&str>)> = found
            .into_iter()
            .filter(|(signing, services)| services[..] != [*signing])
            .collect();
        let table: Vec<(&str, Vec<&str>)> = SIGNING
            .iter()
            .map(|(signing, services)| (*signing, services.to_vec()))
            .collect();
        assert_eq!(table, found);
    }

    #[test]
    fn the_service_of_that_name_comes_first() {
        let names = |signing| {
            let services = Catalogue::embedded().signing(signing).into_iter();
            services.map(|service| service.name.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(names("rds"), ["rds", "docdb", "neptune"]);
        assert_eq!(names("ec2"), ["ec2"]);
        assert_eq!(names("monitoring"), ["cloudwatch"]);
        assert_eq!(names("s3express"), ["s3", "s3control"]);
        assert!(names("xyzzy").is_empty());
    }
}
