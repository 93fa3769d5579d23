package org.countersign.gateway;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** An answer as text, as long as it is no longer than it can be: nobody between us and the registry fills our memory. */
final class BoundedBody implements BodySubscriber<String> {

    private final BodySubscriber<String> text = BodySubscribers.ofString(StandardCharsets.UTF_8);
    private long bytesLeft;
    private Flow.Subscription subscription;

    BoundedBody(long mostBytes) {
        this.bytesLeft = mostBytes;
    }

    @Override
    public CompletionStage<String> getBody() {
        return text.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        text.onSubscribe(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> more) {
        bytesLeft -= more.stream().mapToLong(ByteBuffer::remaining).sum();
        if (bytesLeft >= 0) {
            text.onNext(more);
        } else {
            subscription.cancel();
            text.onError(new IOException("The answer is longer than any list"));
        }
    }

    @Override
    public void onError(Throwable cause) {
        text.onError(cause);
    }

    @Override
    public void onComplete() {
        if (bytesLeft >= 0) {
            text.onComplete();
        }
    }
}
