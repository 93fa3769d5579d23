package org.countersign.proposal;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.MultipartConfigElement;
import org.countersign.problem.BodyAllowance;
import org.countersign.workflow.ModelsInForce;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** Our door stands at the very address of the engine's: the one whole path goes before the engine's pattern. */
@Configuration(proxyBeanMethods = false)
class ProposalConfiguration {

    private static final DataSize LARGEST_FILE = DataSize.ofMegabytes(1);
    private static final DataSize LARGEST_PROPOSAL = DataSize.ofMegabytes(4);
    /** So that whoever sends a little too much is told so in words. */
    private static final DataSize LARGEST_BODY = DataSize.ofMegabytes(6);

    @Bean
    ServletRegistrationBean<ProposalDoor> proposalDoor(ProposeModels proposeModels, ObjectMapper json) {
        var door = new ServletRegistrationBean<>(new ProposalDoor(proposeModels, json), ModelsInForce.PROPOSED_AT);
        door.setName("proposalDoor");
        door.setMultipartConfig(new MultipartConfigElement(
                "", LARGEST_FILE.toBytes(), LARGEST_PROPOSAL.toBytes(), (int) LARGEST_FILE.toBytes()));
        return door;
    }

    @Bean
    BodyAllowance proposalAllowance() {
        return request ->
                request.getMethod().equals("POST") && request.getRequestURI().equals(ModelsInForce.PROPOSED_AT)
                        ? java.util.OptionalLong.of(LARGEST_BODY.toBytes())
                        : java.util.OptionalLong.empty();
    }
}
