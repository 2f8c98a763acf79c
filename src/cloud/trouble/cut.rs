//! A body that ends before its end.

use aws_smithy_types::body::SdkBody;
use http_body::{Body, Frame};
use std::pin::Pin;
use std::task::{Context, Poll};

/// The body, of which the first half arrives; the connection is closed in its middle.
pub(super) fn cut(body: SdkBody) -> SdkBody {
    SdkBody::from_body_1_x(Cut { body, over: false })
}

struct Cut {
    body: SdkBody,
    over: bool,
}

impl Body for Cut {
    type Data = <SdkBody as Body>::Data;
    type Error = <SdkBody as Body>::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        if self.over {
            let why = std::io::Error::new(
                std::io::ErrorKind::UnexpectedEof,
                "a rehearsal: the answer was cut off",
            );
            return Poll::Ready(Some(Err(why.into())));
        }
        self.over = true;
        let first = Pin::new(&mut self.body).poll_frame(context);
        if first.is_pending() {
            self.over = false;
        }
        first.map(|frame| {
            let half = |frame: Frame<Self::Data>| {
                frame.map_data(|data| {
                    let half = data.len() / 2;
                    data.slice(..half)
                })
            };
            Some(
                frame
                    .unwrap_or_else(|| Ok(Frame::data(Self::Data::new())))
                    .map(half),
            )
        })
    }
}
