package org.countersign.docket;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.countersign.access.StaffGroups;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What the navigation of every page has to know of who looks at it; pages that tell of a failure have it as well. */
@Component
class Navigation implements HandlerInterceptor, WebMvcConfigurer {

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).excludePathPatterns("/api/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getUserPrincipal() instanceof Authentication person) {
            List<String> groups = StaffGroups.of(person);
            request.setAttribute("staff", person.getName());
            request.setAttribute("owner", groups.contains(StaffGroups.PROCESS_OWNERS));
            request.setAttribute("keeper", groups.contains(StaffGroups.RECORDS));
        }
        return true;
    }
}
