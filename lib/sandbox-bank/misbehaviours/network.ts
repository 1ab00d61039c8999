/** The bank's machines and the way to them. */
import { ANYWHERE, CALLS, named } from './misbehaviour';

export const NETWORK_MISBEHAVIOURS = {
  slow: named(ANYWHERE, ['缓慢', '每次应答前先等待。'], ['Slow', 'Every answer waits first.'], { params: { ms: 3_000 } }),
  'slow-drip': named(
    CALLS,
    ['一点一点地答', '应答的字节慢慢滴出来。'],
    ['Slow drip', 'The bytes of the answer come drop by drop.'],
    { params: { ms: 3_000 } },
  ),
  down: named(ANYWHERE, ['宕机', '连接被重置。'], ['Down', 'Connections are reset.']),
  maintenance: named(ANYWHERE, ['维护', '答复系统维护中。'], ['Maintenance', 'Answers that the system is under maintenance.']),
  busy: named(
    CALLS,
    ['限流', '前几次调用因频率过高被拒。'],
    ['Throttled', 'The first calls are refused for coming too often.'],
    { params: { times: 3 } },
  ),
  'answer-lost': named(
    CALLS,
    ['应答丢失', '已经执行，但连接在应答前被重置。'],
    ['Answer lost', 'Carried out, and the connection is reset before the answer.'],
  ),
  'answer-malformed': named(
    CALLS,
    ['应答残缺', '已经执行，但应答只有一半。'],
    ['Answer malformed', 'Carried out, and only half of the answer comes.'],
  ),
  'error-after-doing': named(
    CALLS,
    ['执行后报错', '已经执行，却答复系统错误。'],
    ['Error after doing', 'Carried out, and answered with a system error.'],
  ),
  'clock-skew': named(
    [...CALLS, 'callback'],
    ['时钟偏差', '银行的时钟快（或慢）十分钟。'],
    ['Clock skew', "The bank's clock is ten minutes off."],
    { params: { seconds: 600 } },
  ),
};
