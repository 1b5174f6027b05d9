package io.sketchwatch.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1Role;
import io.kubernetes.client.openapi.models.V1RoleBinding;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * What is wrong with a document of Kubernetes: by the operator's resource definition, or by the
 * OpenAPI of Kubernetes itself. A field that neither knows is an error.
 */
final class KubernetesSchemas {

  private static final Map<String, Check> MODELS =
      Map.of(
          "v1/Namespace", V1Namespace::fromJson,
          "v1/ServiceAccount", V1ServiceAccount::fromJson,
          "v1/PersistentVolumeClaim", V1PersistentVolumeClaim::fromJson,
          "rbac.authorization.k8s.io/v1/Role", V1Role::fromJson,
          "rbac.authorization.k8s.io/v1/RoleBinding", V1RoleBinding::fromJson,
          "networking.k8s.io/v1/NetworkPolicy", V1NetworkPolicy::fromJson);

  private static final String FLINK_DEPLOYMENT = "flink.apache.org/v1beta1/FlinkDeployment";
  private static final JsonSchema FLINK_SCHEMA = flinkSchema();

  private KubernetesSchemas() {}

  @FunctionalInterface
  private interface Check {
    void check(String json) throws IOException;
  }

  /** Every fault; none if the document is right. */
  static List<String> faults(JsonNode document) {
    String kind = document.path("apiVersion").asText() + "/" + document.path("kind").asText();
    if (kind.equals(FLINK_DEPLOYMENT)) {
      return FLINK_SCHEMA.validate(document).stream().map(ValidationMessage::getMessage).toList();
    }
    Check check = MODELS.get(kind);
    if (check == null) {
      return List.of("There is no schema of " + kind);
    }
    try {
      check.check(document.toString());
      return List.of();
    } catch (IOException | RuntimeException e) {
      return List.of(e.getMessage());
    }
  }

  private static JsonSchema flinkSchema() {
    JsonNode definition =
        Documents.resource("/META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml");
    ObjectNode schema = (ObjectNode) definition.at("/spec/versions/0/schema/openAPIV3Schema");
    ObjectNode properties = (ObjectNode) schema.get("properties");
    properties.putObject("apiVersion").put("type", "string");
    properties.putObject("kind").put("type", "string");
    properties.putObject("metadata").put("type", "object").put("additionalProperties", true);
    // Versions of Flink that came after this release of the operator.
    ArrayNode versions = (ArrayNode) schema.at("/properties/spec/properties/flinkVersion/enum");
    List.of("v2_0", "v2_1", "v2_2").forEach(versions::add);
    close(schema);
    return JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(schema);
  }

  /** Kubernetes drops what a definition does not name; here that is a fault. */
  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object
        && object.path("properties").isObject()
        && object.path("type").asText().equals("object")
        && !object.has("additionalProperties")
        && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
      object.put("additionalProperties", false);
    }
    for (Iterator<JsonNode> parts = schema.elements(); parts.hasNext(); ) {
      close(parts.next());
    }
  }
}
