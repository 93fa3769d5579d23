package org.countersign.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import org.countersign.lab.Lab;
import org.countersign.lab.Labs;
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

    private final Labs labs;
    /** Which client speaks for which lab is never changed by the application. */
    private final Cache<String, Lab> known = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    SignedInLab(Labs labs) {
        this.labs = labs;
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
        Lab lab = known.get(client.getName(), name -> labs.ofClient(name).orElse(null)); // none is not remembered
        if (lab == null) {
            throw new AccessDeniedException("This client speaks for no lab.");
        }
        return lab;
    }
}
