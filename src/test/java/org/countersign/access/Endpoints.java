package org.countersign.access;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.ws.rs.core.Application;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletProperties;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.util.ClassUtils;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** Everything the running application answers, asked of the application itself. */
@TestComponent
final class Endpoints {

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE");

    private static final List<String> FOLDERS = List.of("static", "public", "resources", "META-INF/resources");

    private final ApplicationContext context;
    private final ServletContext servlets;
    private final FilterChainProxy security;
    private final ResourceConfig engineRest;

    Endpoints(
            ApplicationContext context, ServletContext servlets, FilterChainProxy security, ResourceConfig engineRest) {
        this.context = context;
        this.servlets = servlets;
        this.security = security;
        this.engineRest = engineRest;
    }

    Set<Endpoint> all() {
        Set<Endpoint> all = new TreeSet<>(controllers());
        all.addAll(files());
        all.addAll(engine());
        all.addAll(webApplications());
        all.addAll(Answering.of(filters()));
        all.addAll(Answering.of(Answering.WITH_A_PROVIDER));
        all.add(new Endpoint("GET", "/actuator/prometheus")); // not in tests: figures are not exported there
        return all;
    }

    /** Methods of controllers, the actuator's and the error page's among them. */
    private Set<Endpoint> controllers() {
        Set<Endpoint> found = new TreeSet<>();
        context.getBeansOfType(RequestMappingInfoHandlerMapping.class)
                .values()
                .forEach(mapping -> mapping.getHandlerMethods().keySet().forEach(info -> found.addAll(of(info))));
        return found;
    }

    private static List<Endpoint> of(RequestMappingInfo info) {
        List<String> methods =
                info.getMethodsCondition().getMethods().stream().map(Enum::name).toList();
        return info.getPatternValues().stream()
                .flatMap(path ->
                        (methods.isEmpty() ? METHODS : methods).stream().map(method -> new Endpoint(method, path)))
                .toList();
    }

    /** What resource handlers hand out; of the handler for everything, the folders and files there are. */
    private Set<Endpoint> files() {
        Set<Endpoint> found = new TreeSet<>();
        context.getBeansOfType(SimpleUrlHandlerMapping.class).values().stream()
                .flatMap(mapping -> mapping.getHandlerMap().keySet().stream())
                .filter(path -> !path.equals("/**"))
                .forEach(path -> found.add(new Endpoint("GET", path)));
        for (String folder : FOLDERS) {
            for (Resource file : filesIn(folder)) {
                String[] words = addressOf(file).split("/" + folder + "/", 2)[1].split("/");
                found.add(new Endpoint("GET", "/" + words[0] + (words.length > 1 ? "/**" : "")));
            }
        }
        return found;
    }

    private static List<Resource> filesIn(String folder) {
        try {
            return Arrays.stream(
                            new PathMatchingResourcePatternResolver().getResources("classpath*:/" + folder + "/**"))
                    .filter(Resource::isReadable)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String addressOf(Resource file) {
        try {
            return file.getURL().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Set<Endpoint> engine() {
        return RestResources.of("/engine-rest", engineRest);
    }

    private Set<Endpoint> webApplications() {
        Set<Endpoint> found = new TreeSet<>();
        for (ServletRegistration servlet : servlets.getServletRegistrations().values()) {
            String application = servlet.getInitParameter(ServletProperties.JAXRS_APPLICATION_CLASS);
            if (application != null) {
                servlet.getMappings()
                        .forEach(path -> found.addAll(RestResources.of(path.replace("/*", ""), started(application))));
            }
        }
        return found;
    }

    private static Application started(String application) {
        try {
            return (Application) ClassUtils.forName(application, null)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    Set<String> servletPaths() {
        return servlets.getServletRegistrations().values().stream()
                .flatMap(servlet -> servlet.getMappings().stream())
                .collect(Collectors.toSet());
    }

    /** By their simple names: those of the security chains, and those the engine's web applications add. */
    Set<String> filters() {
        return Stream.concat(
                        security.getFilterChains().stream()
                                .flatMap(chain -> chain.getFilters().stream())
                                .map(filter -> filter.getClass().getSimpleName()),
                        servlets.getFilterRegistrations().values().stream()
                                .filter(filter -> filter.getClassName().startsWith("org.camunda"))
                                .map(filter -> ClassUtils.getShortName(filter.getClassName())))
                .collect(Collectors.toSet());
    }
}
