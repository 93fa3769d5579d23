package org.countersign.document;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** The bytes of documents, in one kind of store. */
interface Contents {

    Store store();

    /**
     * Before the transaction that adds the document, for a store that has no part in it. What is left behind when
     * that transaction fails does no harm: the same file sent again takes the same place.
     */
    default void bringAhead(Document document, Path file) {}

    /** In the transaction that has just added the document. */
    default void add(Document document, Path file) {}

    void copy(Document document, OutputStream to) throws IOException;
}
