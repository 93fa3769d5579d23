package org.countersign.proposal;

import java.util.List;

/** What a proposed file changes, worked out here and not in a browser, so that the page, the API and the record say the same. */
final class Differences {

    private static final byte[] NO_FORM = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    private static final byte[] NO_MARKUP = "<none/>".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    private Differences() {}

    static List<Difference> of(ProposedModel model) {
        boolean form = model.kind().equals("form");
        byte[] before = model.before().map(ProposedModel.Before::content).orElse(form ? NO_FORM : NO_MARKUP);
        return form ? FormOutline.between(before, model.content()) : MarkupOutline.between(before, model.content());
    }
}
