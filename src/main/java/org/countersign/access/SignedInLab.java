package org.countersign.access;

import java.util.List;
import org.countersign.lab.Lab;
import org.countersign.lab.Standing;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** A {@link Lab} parameter of a controller is the lab whose token the request carries. */
@Configuration(proxyBeanMethods = false)
class SignedInLab implements WebMvcConfigurer, HandlerMethodArgumentResolver {

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Lab.class);
    }

    private final LabStandings standings;

    SignedInLab(LabStandings standings) {
        this.standings = standings;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Lab.class;
    }

    @Override
    public Lab resolveArgument(
            MethodParameter parameter,
            ModelAndViewContainer container,
            NativeWebRequest request,
            WebDataBinderFactory binders) {
        Authentication client = SecurityContextHolder.getContext().getAuthentication();
        return standings
                .of(client.getName())
                .map(Standing::lab)
                .orElseThrow(() -> new AccessDeniedException("This client speaks for no lab."));
    }
}
