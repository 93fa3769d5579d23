package org.countersign.application;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Names the words a field may hold in the API's description, from the annotations that check them. */
@Component
class PublishedWords implements OpenApiCustomizer {

    @Override
    public void customise(OpenAPI description) {
        Stream.concat(Stream.of(Submission.class), Stream.of(Submission.class.getDeclaredClasses()))
                .filter(Class::isRecord)
                .forEach(type ->
                        describe(type, description.getComponents().getSchemas().get(type.getSimpleName())));
    }

    private static void describe(Class<?> type, Schema<?> schema) {
        for (RecordComponent field : type.getRecordComponents()) {
            Schema<?> property = schema.getProperties().get(field.getName());
            describe(field.getAnnotatedType(), property);
            if (field.getAnnotatedType() instanceof AnnotatedParameterizedType list) {
                describe(list.getAnnotatedActualTypeArguments()[0], property.getItems());
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static void describe(AnnotatedType type, Schema<?> schema) {
        OneOf words = type.getAnnotation(OneOf.class);
        if (words != null) {
            ((Schema<String>) schema).setEnum(List.of(words.value()));
        }
        if (type.isAnnotationPresent(Country.class)) {
            schema.pattern("[A-Z]{2}").description("ISO 3166-1 alpha-2");
        }
    }
}
