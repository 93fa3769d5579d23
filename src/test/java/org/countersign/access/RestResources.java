package org.countersign.access;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Everything a JAX-RS application answers, found by walking its resources and the resources these hand out. */
final class RestResources {

    private final Set<Endpoint> found = new TreeSet<>();
    private final Deque<Class<?>> way = new ArrayDeque<>();

    static Set<Endpoint> of(String prefix, Application application) {
        var resources = new RestResources();
        for (Class<?> type : application.getClasses()) {
            annotation(type, Path.class).ifPresent(path -> resources.walk(join(prefix, path.value()), type));
        }
        return resources.found;
    }

    private void walk(String path, Class<?> type) {
        if (way.contains(type)) {
            return;
        }
        way.push(type);
        for (Method method : type.getMethods()) {
            if (method.isBridge() || method.getDeclaringClass() == Object.class) {
                continue;
            }
            Optional<Path> below = annotation(method, Path.class);
            String address = below.map(more -> join(path, more.value())).orElse(path);
            Set<String> verbs = verbs(method);
            verbs.forEach(verb -> found.add(new Endpoint(verb, address)));
            if (verbs.isEmpty() && below.isPresent()) {
                walk(address, method.getReturnType());
            }
        }
        way.pop();
    }

    private static String join(String path, String more) {
        return (path + "/" + more).replaceAll("/+", "/").replaceAll("(?<=.)/$", "");
    }

    private static Set<String> verbs(Method method) {
        Set<String> verbs = new HashSet<>();
        declarations(method)
                .flatMap(declaration -> Arrays.stream(declaration.getAnnotations()))
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(verb -> verb != null)
                .forEach(verb -> verbs.add(verb.value()));
        return verbs;
    }

    private static <A extends Annotation> Optional<A> annotation(Method method, Class<A> type) {
        return declarations(method)
                .map(declaration -> declaration.getAnnotation(type))
                .filter(annotation -> annotation != null)
                .findFirst();
    }

    private static <A extends Annotation> Optional<A> annotation(Class<?> declared, Class<A> type) {
        return types(declared)
                .map(declaration -> declaration.getAnnotation(type))
                .filter(annotation -> annotation != null)
                .findFirst();
    }

    /** What JAX-RS inherits: the method itself and what it overrides, in classes and interfaces. */
    private static Stream<Method> declarations(Method method) {
        return types(method.getDeclaringClass())
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(other -> other.getName().equals(method.getName())
                        && Arrays.equals(other.getParameterTypes(), method.getParameterTypes()));
    }

    private static Stream<Class<?>> types(Class<?> type) {
        return type == null
                ? Stream.empty()
                : Stream.concat(
                        Stream.of(type),
                        Stream.concat(
                                types(type.getSuperclass()),
                                Arrays.stream(type.getInterfaces()).flatMap(RestResources::types)));
    }
}
