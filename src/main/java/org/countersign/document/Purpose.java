package org.countersign.document;

import org.countersign.application.Application;

/** What a file is sent for beside the case itself, such as an audit: who makes room for it and remembers it. */
public interface Purpose {

    /** Throws what the sender is to be told when nothing more is taken; asked again while the application is held. */
    void requireRoom(Application application);

    /** In the transaction that adds the document, or that has found the same one. */
    void remember(Document document);
}
