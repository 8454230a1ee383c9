package dev.leat.samples;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;
import dev.leat.runtime.execution.RuntimeDoctorMXBean;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * A process that may run jobs of Leat, which is asked by the management interface of its JVM. That
 * is started on demand, and listens on this machine only.
 */
final class RunningProcess {

  private static final String JAR = "leat-samples.jar";
  private static final String LIMIT_MILLIS = "30000";
  private static final String RUNTIMES = "dev.leat:type=LocalRuntime,*";

  /** A runtime notices within half a second that it is asked; a busy machine takes longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final Duration PAUSE = Duration.ofMillis(50);

  private final long pid;

  private RunningProcess(long pid) {
    this.pid = pid;
  }

  /** The processes of this user that run a sample, by the command lines that they were given. */
  static List<Long> running(String sample) {
    List<Long> found = new ArrayList<>();
    for (VirtualMachineDescriptor jvm : VirtualMachine.list()) {
      List<String> words = List.of(jvm.displayName().split(" ", -1));
      boolean leat = words.get(0).endsWith(JAR) || words.get(0).equals(Leat.class.getName());
      int run = words.indexOf("run");
      if (leat && run > 0 && run + 1 < words.size() && words.get(run + 1).equals(sample)) {
        found.add(Long.parseLong(jvm.id()));
      }
    }
    return found;
  }

  /**
   * A process by its number.
   *
   * @throws IOException if there is none that can be asked; says why
   */
  static RunningProcess of(long pid) throws IOException {
    Optional<ProcessHandle> handle = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    if (handle.isEmpty()) {
      throw new IOException("there is no process " + pid);
    }
    if (pid == ProcessHandle.current().pid()) {
      throw new IOException("process %d is this one, which runs no job".formatted(pid));
    }
    ProcessHandle.Info info = handle.get().info();
    Optional<String> own = ProcessHandle.current().info().user();
    if (own.isPresent() && info.user().isPresent() && !info.user().equals(own)) {
      throw new IOException(
          "process %d belongs to %s; only processes of the same user (%s) can be asked"
              .formatted(pid, info.user().get(), own.get()));
    }
    if (!isJava(pid, info)) {
      throw new IOException("process %d is no JVM, so it runs no job of Leat".formatted(pid));
    }
    return new RunningProcess(pid);
  }

  /** A process that is none must not be asked: the signal that asks would end it. */
  private static boolean isJava(long pid, ProcessHandle.Info info) {
    boolean listed =
        VirtualMachine.list().stream().anyMatch(jvm -> jvm.id().equals(Long.toString(pid)));
    return listed
        || info.command()
            .map(command -> Path.of(command).getFileName())
            .filter(name -> name != null && name.toString().matches("java(\\.exe)?"))
            .isPresent();
  }

  /**
   * Asks it what its jobs do.
   *
   * @throws IOException if it does not answer, or runs no job
   */
  @SuppressWarnings("BanJNDI") // the address is what the JVM that was attached to has answered
  String examine() throws IOException {
    System.setProperty("sun.rmi.transport.tcp.responseTimeout", LIMIT_MILLIS);
    System.setProperty("sun.rmi.transport.connectionTimeout", LIMIT_MILLIS);
    JMXServiceURL address = new JMXServiceURL(managementAddress());
    try (JMXConnector connector = JMXConnectorFactory.connect(address)) {
      return examine(connector.getMBeanServerConnection());
    }
  }

  private String managementAddress() throws IOException {
    try {
      VirtualMachine jvm = VirtualMachine.attach(Long.toString(pid));
      try {
        return jvm.startLocalManagementAgent();
      } finally {
        jvm.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException("process %d cannot be asked: %s".formatted(pid, e.getMessage()), e);
    } catch (IOException e) {
      throw new IOException("process %d does not answer: %s".formatted(pid, e.getMessage()), e);
    }
  }

  private String examine(MBeanServerConnection server) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String text = askRuntimes(server);
    while (text.isEmpty() && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(PAUSE.toNanos());
      text = askRuntimes(server);
    }
    if (text.isEmpty()) {
      throw new IOException(
          "process %d runs no job of Leat, or one in a runtime without a watchdog, which cannot be asked"
              .formatted(pid));
    }
    return text;
  }

  /** What those say that are known by now, which is a moment after they can be asked. */
  private static String askRuntimes(MBeanServerConnection server) throws IOException {
    StringBuilder text = new StringBuilder();
    try {
      for (ObjectName runtime : server.queryNames(new ObjectName(RUNTIMES), null)) {
        text.append(JMX.newMXBeanProxy(server, runtime, RuntimeDoctorMXBean.class).examine());
      }
    } catch (MalformedObjectNameException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }
}
