package dev.leat.runtime.execution;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/**
 * Makes the jobs of a runtime known to the management interface of the JVM, once they have run for
 * a while: loading that interface takes some hundredths of a second, which a short job must not pay
 * for. Used by the watchdog only.
 */
final class RuntimeDoctor implements RuntimeDoctorMXBean {

  private static final System.Logger LOG = System.getLogger(RuntimeDoctor.class.getName());
  private static final long AFTER_NANOS = 1_000_000_000;

  private final Collection<JobRun> jobs;
  private final long from = System.nanoTime();
  private @Nullable ObjectName name;
  private boolean tried;

  /** Knows nobody yet; the jobs are those that run whenever it is asked. */
  RuntimeDoctor(Collection<JobRun> jobs) {
    this.jobs = jobs;
  }

  /** Registers it when it is time. */
  void look(long now) {
    if (!tried && now - from > AFTER_NANOS) {
      tried = true;
      try {
        String id = Integer.toHexString(System.identityHashCode(this));
        ObjectName own = new ObjectName("dev.leat:type=LocalRuntime,id=" + id);
        StandardMBean bean = new StandardMBean(this, RuntimeDoctorMXBean.class, true);
        ManagementFactory.getPlatformMBeanServer().registerMBean(bean, own);
        name = own;
      } catch (JMException | RuntimeException e) {
        LOG.log(Level.DEBUG, "other processes cannot ask for the jobs of this runtime", e);
      }
    }
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
