package dev.leat.runtime.execution;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/**
 * Makes the jobs of a runtime known to the management interface of the JVM, soon after somebody
 * uses it: to begin to use it takes a tenth of a second of CPU time, which no job must pay for that
 * nobody asks about. Used by the watchdog only.
 */
final class RuntimeDoctor implements RuntimeDoctorMXBean {

  private static final System.Logger LOG = System.getLogger(RuntimeDoctor.class.getName());
  private static final long BETWEEN_NANOS = 250_000_000;

  private final Collection<JobRun> jobs;
  private long looked = System.nanoTime();
  private @Nullable ObjectName name;
  private boolean tried;

  /** Knows nobody yet; the jobs are those that run whenever it is asked. */
  RuntimeDoctor(Collection<JobRun> jobs) {
    this.jobs = jobs;
  }

  /** Registers it when the management interface is used. */
  void look(long now) {
    if (tried || now - looked < BETWEEN_NANOS) {
      return;
    }
    looked = now;
    try {
      ObjectName jvm = new ObjectName(ManagementFactory.RUNTIME_MXBEAN_NAME);
      tried =
          MBeanServerFactory.findMBeanServer(null).stream()
              .anyMatch(server -> server.isRegistered(jvm));
      if (tried) {
        register();
      }
    } catch (JMException | RuntimeException e) {
      tried = true;
      LOG.log(Level.DEBUG, "other processes cannot ask for the jobs of this runtime", e);
    }
  }

  private void register() throws JMException {
    String id = Integer.toHexString(System.identityHashCode(this));
    ObjectName own = new ObjectName("dev.leat:type=LocalRuntime,id=" + id);
    StandardMBean bean = new StandardMBean(this, RuntimeDoctorMXBean.class, true);
    ManagementFactory.getPlatformMBeanServer().registerMBean(bean, own);
    name = own;
  }

  /** No jobs run any more. */
  void close() {
    ObjectName own = name;
    if (own != null) {
      try {
        ManagementFactory.getPlatformMBeanServer().unregisterMBean(own);
      } catch (JMException e) {
        LOG.log(Level.DEBUG, "could not be unregistered", e);
      }
    }
  }

  @Override
  public String examine() {
    return jobs.stream()
        .map(job -> job.explain().text() + "\n" + JobReport.of(job))
        .collect(Collectors.joining("\n"));
  }
}
