import io.sketchwatch.jobs.kafka.KafkaConnection;
import io.sketchwatch.jobs.live.KafkaLiveMatching;
import io.sketchwatch.jobs.topic.Topic;
import io.sketchwatch.jobs.topic.TopicAdmin;
import io.sketchwatch.jobs.topic.TopicOptions;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/**
 * Empties every topic but {@code frames}, and forgets which of those a job has taken up: the next
 * job begins as the first one did. Topics that are not there are created.
 *
 * <p>Run as {@code java -cp CLASSPATH StartOver.java BOOTSTRAP-SERVERS PARTITIONS}.
 */
public final class StartOver {

  private static final EnumSet<Topic> OUTDATED = EnumSet.complementOf(EnumSet.of(Topic.FRAMES));

  private StartOver() {}

  public static void main(String[] args) throws Exception {
    KafkaConnection connection = KafkaConnection.to(args[0]);
    TopicOptions options = TopicOptions.ofOneBroker(Integer.parseInt(args[1]));
    try (Admin admin = Admin.create(connection.properties());
        TopicAdmin topics = new TopicAdmin(connection, options)) {
      Set<String> held = new HashSet<>(admin.listTopics().names().get());
      held.retainAll(OUTDATED.stream().map(Topic::topicName).collect(Collectors.toSet()));
      admin.deleteTopics(held).all().get();
      if (admin.listGroups().all().get().stream()
          .anyMatch(group -> group.groupId().equals(KafkaLiveMatching.GROUP))) {
        admin.deleteConsumerGroups(List.of(KafkaLiveMatching.GROUP)).all().get();
      }
      topics.create(EnumSet.allOf(Topic.class));
    }
  }
}
