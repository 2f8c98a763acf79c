//! Answers of Athena.

use super::{given, instant, same};
use crate::conformance::clients::wait;
use serde_json::json;

#[test]
fn answers_are_read_alike() {
    let (answer, config) = given(
        r#"{"QueryExecution":{"QueryExecutionId":"q-1","Query":"select 1","Status":{"State":"SUCCEEDED",
            "SubmissionDateTime":1795498200.123,"AthenaError":{"Retryable":false,"ErrorCategory":2}},
            "Statistics":{"DataScannedInBytes":12345678901}}}"#,
    );
    let call = aws_sdk_athena::Client::new(&config)
        .get_query_execution()
        .query_execution_id("q-1");
    let read = wait(call.send()).unwrap();
    let execution = read.query_execution().unwrap();
    let status = execution.status().unwrap();
    same(
        "athena",
        "GetQueryExecution",
        &answer,
        &[
            ("QueryExecution.Query", json!(execution.query())),
            (
                "QueryExecution.Status.State",
                json!(status.state().map(|state| state.as_str())),
            ),
            (
                "QueryExecution.Status.SubmissionDateTime",
                instant(status.submission_date_time()),
            ),
            (
                "QueryExecution.Status.AthenaError.Retryable",
                json!(status.athena_error().unwrap().retryable()),
            ),
            (
                "QueryExecution.Statistics.DataScannedInBytes",
                json!(execution.statistics().unwrap().data_scanned_in_bytes()),
            ),
        ],
    );

    let (answer, config) = given(
        r#"{"UpdateCount":0,"ResultSet":{"Rows":[{"Data":[{"VarCharValue":"srcaddr"},{}]}],
            "ResultSetMetadata":{"ColumnInfo":[{"Name":"srcaddr","Type":"varchar","Precision":2147483647}]}}}"#,
    );
    let call = aws_sdk_athena::Client::new(&config)
        .get_query_results()
        .query_execution_id("q-1");
    let read = wait(call.send()).unwrap();
    let set = read.result_set().unwrap();
    let (row, column) = (
        &set.rows()[0],
        &set.result_set_metadata().unwrap().column_info()[0],
    );
    same(
        "athena",
        "GetQueryResults",
        &answer,
        &[
            ("UpdateCount", json!(read.update_count())),
            (
                "ResultSet.Rows.0.Data.0.VarCharValue",
                json!(row.data()[0].var_char_value()),
            ),
            (
                "ResultSet.ResultSetMetadata.ColumnInfo.0.Type",
                json!(column.r#type()),
            ),
            (
                "ResultSet.ResultSetMetadata.ColumnInfo.0.Precision",
                json!(column.precision()),
            ),
        ],
    );
    assert_eq!(row.data()[1].var_char_value(), None);
}
