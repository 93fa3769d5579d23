package org.countersign.notification;

import org.countersign.application.Application;
import org.countersign.directive.Directive;
import org.countersign.lab.Lab;
import org.countersign.proposal.ModelProposal;

/** What a notice is about: one of a case, a directive, a lab that signs in, a proposal of models. */
record Matter(String applicationId, String directiveId, String labId, String proposalId) {

    static Matter of(Application application) {
        return new Matter(application.id(), null, null, null);
    }

    static Matter of(Directive directive) {
        return new Matter(null, directive.id(), null, null);
    }

    static Matter of(Lab lab) {
        return new Matter(null, null, lab.id(), null);
    }

    static Matter of(ModelProposal proposal) {
        return new Matter(null, null, null, proposal.id());
    }
}
