package io.sketchwatch.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.sketchwatch.core.alert.Alert;
import io.sketchwatch.core.audit.AuditAnchor;
import io.sketchwatch.core.audit.AuditRecord;
import io.sketchwatch.core.crop.Detection;
import io.sketchwatch.core.embedding.Sighting;
import io.sketchwatch.core.frame.Coverage;
import io.sketchwatch.core.frame.DeadLetter;
import io.sketchwatch.core.frame.Frame;
import io.sketchwatch.core.model.ModelStatus;
import io.sketchwatch.core.query.Query;
import io.sketchwatch.core.query.QueryStatus;
import io.sketchwatch.core.tracklet.Shot;
import io.sketchwatch.operators.audit.CaseEvent;
import io.sketchwatch.operators.audit.QueryCase;
import io.sketchwatch.operators.model.ParsedModel;
import io.sketchwatch.operators.model.ServedModels;
import io.sketchwatch.operators.query.QueryDecision;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What flows and what is kept must never fall back to Kryo, which has no schema story. */
class RecordTypesTest {

  @ParameterizedTest
  @ValueSource(
      classes = {
        Frame.class,
        Detection.class,
        Shot.class,
        Sighting.class,
        Query.class,
        QueryStatus.class,
        ModelStatus.class,
        ParsedModel.class,
        ServedModels.class,
        Alert.class,
        Coverage.class,
        DeadLetter.class,
        QueryDecision.class,
        CaseEvent.class,
        QueryCase.class,
        AuditRecord.class,
        AuditAnchor.class
      })
  void shouldSerializeRecordsWithoutGenericTypes(Class<?> type) {
    Configuration noGenericTypes = new Configuration();
    noGenericTypes.set(PipelineOptions.GENERIC_TYPES, false);

    TypeInformation<?> information = TypeInformation.of(type);

    assertThat(information).isInstanceOf(PojoTypeInfo.class);
    assertThat(information.createSerializer(new SerializerConfigImpl(noGenericTypes))).isNotNull();
  }
}
