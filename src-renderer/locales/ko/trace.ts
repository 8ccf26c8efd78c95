/** One sentence a kind of fact. `device` and `port` are where it happened; the rest are the kind's own parameters. */
export default {
  input: {
    changed: '이 시점에 그림이 바뀌었습니다: {what}.',
    started: '프로그램 “{program}” 실행을 시작했습니다.',
    called: '{device}에서 외부 호출이 실행되었습니다: {call}.',
    stepped: '“{program}”의 다음 호출을 실행하게 했습니다.',
    typed: '{device}의 터미널 {terminal}에 입력했습니다: {line}',
    injected: '{device}의 {port} 포트로 외부 프레임이 들어왔습니다.',
    killed: '{device}에서 {program}을(를) kill -9처럼 강제로 끝냈습니다.',
  },
  touch: {
    lost: '{cable} 케이블에서 이 프레임을 직접 잃어버리게 했습니다.',
    held: '{cable} 케이블에서 이 프레임을 붙잡았습니다. 놓아줄 때까지 그 자리에 있습니다.',
    released: '{cable} 케이블에서 이 프레임을 놓아주었습니다. 있던 자리에서 계속 갑니다.',
    delayed: '{cable} 케이블에서 이 프레임을 늦추었습니다. {delay} 동안 그 자리에 있습니다.',
    duplicated: '{cable} 케이블에서 이 프레임을 복제했습니다. 사본이 바로 뒤따릅니다.',
    flipped: '{cable} 케이블에서 이 프레임의 {bit}번 비트를 뒤집었습니다. FCS는 보낸 그대로입니다.',
    edited: '{cable} 케이블에서 이 프레임을 고쳤습니다: {fields} ({checksums}).',
  },
  rule: {
    hit: '{cable} 케이블의 규칙 “{rule}”이(가) 필터에 {match}번째로 맞은 이 프레임에 적용됩니다: {action}.',
    delayed: '규칙 “{rule}”이(가) 이 프레임을 {delay} 늦춥니다. 뒤따르는 프레임이 앞지를 수 있습니다.',
    marked: '규칙 “{rule}”이(가) {cable} 케이블에서 패킷에 혼잡 표시(CE)를 합니다. 수신 측이 이를 송신 측에 알립니다.',
    'without-effect': '규칙 “{rule}”은(는) 이 프레임에 아무 영향이 없습니다: {why}.',
  },
  frame: {
    marked: '{device}의 {port} 큐가 길어 패킷에 혼잡 표시(CE)를 합니다. 수신 측이 이를 송신 측에 알립니다.',
    queued: '{device}의 {port} 큐에 프레임이 들어갑니다. 케이블이 아직 앞선 프레임을 보내는 중입니다.',
    sent: '{device}의 {port} 포트에서 {to}({toPort}) 쪽으로 프레임을 보냅니다.',
    arrived: '{from}에서 온 프레임의 마지막 비트가 {device}의 {port} 포트에 도착했습니다.',
    dropped: '{device}에서 패킷을 버렸습니다. {reason}',
    duplicated: '케이블이 같은 프레임을 두 번 나릅니다. 사본이 바로 뒤따라 {to}({toPort}) 쪽으로 갑니다.',
    delayed: '지터(jitter): 이 프레임은 {cable} 케이블을 지나는 데 {delay} 걸립니다.',
    reordered: '이 프레임은 {cable} 케이블에서 {delay} 뒤처집니다. 나중 프레임이 앞지를 수 있습니다.',
    damaged: '{cable} 케이블에서 프레임이 손상되었습니다. 뒤집힌 비트 {bits}개, 첫 위치는 {byte}번째 바이트.',
    outside: '{device}의 {port} 포트를 통해 프레임이 그림 밖으로 나갑니다.',
  },
  tunnel: {
    padded:
      '{device}에서 밖에서 온 {length}바이트 프레임에 0을 {padding}바이트 덧붙입니다(padding). 이더넷에는 60바이트와 FCS보다 짧은 프레임이 없습니다.',
  },
  device: {
    off: '{device}의 전원이 꺼졌습니다. 설정 말고는 모두 잊습니다.',
    on: '{device}의 전원이 켜졌습니다. 설정 말고는 아무것도 모릅니다.',
  },
  link: {
    up: '{device}의 {port} 포트에 케이블이 꽂혔습니다. 링크가 연결되었습니다({cable}).',
    down: '{device}의 {port} 포트에서 케이블이 빠졌습니다. 링크가 끊겼습니다({cable}).',
  },
  hub: {
    repeated: '{device}에서 신호를 {port}을(를) 제외한 모든 포트로 되풀이합니다. 허브는 주소를 읽지 않습니다.',
    collision: '{device}에 여러 포트({ports})의 신호가 동시에 들려, 모든 포트로 잼(jam) 신호를 보냅니다.',
  },
  csma: {
    deferred: '{device}에서 {port} 쪽 매체에 다른 신호가 들려, 조용해질 때까지 전송을 미룹니다.',
    collision:
      '{device}에서 {port} 포트로 보내는 도중 다른 신호가 들립니다. 충돌(collision)입니다. 모두가 알도록 잼(jam) 신호를 보냅니다(이 프레임의 충돌 {attempt}번째).',
    'late-collision':
      '{device}의 {port} 포트에서 슬롯 시간이 지난 뒤에야 충돌이 들립니다. 매체가 너무 깁니다(이 프레임의 충돌 {attempt}번째).',
    'backed-off':
      '{device}에서 {attempt}번째 충돌 뒤 {slots} 슬롯({wait}) 동안 물러납니다(back-off). 충돌할 때마다 범위가 두 배가 되는 임의의 수입니다.',
  },
  mac: {
    learned: '{device}에서 프레임의 출발지 주소를 보고 {mac} 주소가 {port} 쪽에 있음을 학습합니다.',
    moved: '{device}에서 {mac} 주소가 {from}에서 {port} 쪽으로 옮겨 간 것을 알아챘습니다.',
    aged: '{device}에서 {port} 쪽의 {mac} 주소를 잊습니다. 에이징 시간(ageing time) 동안 소식이 없었습니다.',
    flushed: '{device}에서 {port} 쪽의 {mac} 주소를 잊습니다. 그 포트의 케이블이 빠졌습니다.',
  },
  switch: {
    forwarded: '{device}에서 프레임을 {port} 포트로만 전달합니다. MAC 테이블에 따르면 {mac} 주소가 그쪽에 있습니다.',
    flooded:
      '{device}에서 프레임을 나머지 모든 포트로 내보냅니다(flooding). {mac} 주소가 브로드캐스트이거나 MAC 테이블에 없습니다.',
  },
  stp: {
    sent: '{device}에서 {port} 쪽 이웃에게 알립니다(BPDU: {flags}): 루트는 {root}, 비용 {cost}.',
    received: '{device}의 {port} 포트로 소식이 왔습니다(BPDU: {flags}): 루트는 {root}, 비용 {cost}.',
    expired: '{device}의 {port} {timer} 타이머가 만료되었습니다.',
    root: '{device}에서 새 스패닝 트리 루트를 알게 되었습니다: {bridge}.',
    role: '{device}의 스패닝 트리: {port} 포트의 역할이 {from}에서 {to}(으)로 바뀝니다.',
    state: '{device}의 스패닝 트리: {port} 포트의 상태가 {from}에서 {to}(으)로 바뀝니다.',
    'topology-changed':
      '{device}에서 {port} 포트로 전달을 시작합니다. 트리가 바뀌었으므로 모두 주소의 위치를 잊습니다.',
  },
  vlan: {
    'by-tag': '{device}의 {port} 포트로 들어온 프레임은 VLAN {vlan} 소속입니다. 태그에 그렇게 적혀 있습니다.',
    'by-port':
      '{device}의 {port} 포트로 들어온 프레임은 VLAN {vlan} 소속입니다. 그 포트에서 태그 없는 프레임의 VLAN입니다.',
    tagged: '{device}에서 프레임에 VLAN {vlan} 태그를 넣습니다. {port} 너머로는 여러 VLAN이 함께 갑니다.',
    untagged: '{device}에서 {port} 포트로 내보내기 전에 프레임의 VLAN {vlan} 태그를 뺍니다.',
  },
  arp: {
    waiting: '{device}에서 패킷을 잠시 붙잡아 둡니다. 아직 {address}의 MAC 주소를 모릅니다.',
    requested: '{device}에서 ARP로 묻습니다: {address} 주소는 누구의 것입니까? ({attempt}번째 시도)',
    replied: '{device}에서 {address}({mac})에게 자신의 MAC 주소를 ARP로 알려 줍니다.',
    learned: '{device}의 ARP 캐시에 기록합니다: {address} → {mac} ({state}).',
    released: '{device}에서 {address}의 MAC 주소({mac})를 기다리던 패킷을 내보냅니다.',
    state: '{device}의 ARP 항목 {address}: {from} → {to}.',
    probed: '{device}에서 {address} 주소를 쓰기 전에 이미 쓰는 곳이 있는지 묻습니다(프로브 {attempt}번째).',
    announced: '{device}에서 {address} 주소가 자신의 MAC 주소에 있음을 모두에게 알립니다(ARP announcement).',
    conflict: '{device}에서 {mac} 장치도 {address} 주소를 쓰는 것을 알아챕니다(주소 충돌): {outcome}.',
    failed: '{device}에서 {address} 찾기를 포기합니다. ARP 요청에 아무도 답하지 않았습니다.',
  },
  interface: {
    address: '{device}의 {port} 주소가 바뀝니다: {from} → {to}.',
    state: '{device}의 {port} 인터페이스 상태가 바뀝니다: {to}.',
  },
  route: {
    added:
      '{device}의 라우팅 테이블에 적습니다: {route}, 다음 홉(next hop) {via}, 나가는 포트 {port} ({kind}, 메트릭 {metric}).',
    removed:
      '{device}의 라우팅 테이블에서 지웁니다: {route}, 다음 홉(next hop) {via}, 나가는 포트 {port} ({kind}, 메트릭 {metric}).',
    doubted:
      '{device}에서 {route} 경로 가운데 {via}를 지나는 것을 뒤로 미룹니다. 그 라우터가 아무것도 답하지 않습니다.',
    trusted: '{device}에서 {via}를 지나는 {route} 경로를 다시 씁니다. 그 라우터의 소식을 들었습니다.',
  },
  ip: {
    originated: '{device}에서 자신의 패킷을 보냅니다. 경로 {route}, 다음 홉(next hop) {via}, 나가는 포트 {port}.',
    forwarded:
      '{device}에서 패킷을 전달합니다. 가장 길게 일치하는 경로 {route}, 다음 홉(next hop) {via}, 나가는 포트 {port}, TTL 1 감소.',
    delivered: '{device} 자신에게 온 패킷입니다. 위 계층으로 올려 보냅니다.',
    fragmented:
      '{device}에서 패킷 {identification}을(를) 나눕니다(단편화, fragmentation): {offset}바이트 위치부터 데이터 {length}바이트가 한 단편이 됩니다.',
    fragment: {
      kept: '{device}에서 패킷 {identification}의 단편({offset}바이트 위치부터)을 보관합니다. 지금까지 {have}바이트가 왔고 나머지를 기다립니다.',
    },
    reassembled:
      '{device}에서 단편 {fragments}개로 패킷 {identification}을(를) 다시 조립합니다(reassembly): {length}바이트.',
    looped: '{device}에서 자기 자신에게 패킷을 보냅니다. 케이블에는 나가지 않습니다.',
  },
  'path-mtu': {
    learned: '{device}에서 {address}까지의 경로 MTU(path MTU)가 {before}이(가) 아니라 {mtu}바이트임을 알게 됩니다.',
    aged: '{device}에서 {address}까지의 경로 MTU {mtu}바이트를 잊습니다. 길이 넓어졌는지 다시 알아보기 위해서입니다.',
  },
  icmp: {
    echo: {
      answered: '{device}에서 {peer}의 에코 요청에 응답합니다(식별자 {identifier}, 순서 {sequence}).',
    },
    redirect: {
      sent: '{device}에서 {peer}에게 {address}(으)로 가려면 {gateway} 쪽이 더 낫다고 ICMP로 알립니다(redirect).',
      received: '{device}에서 {address}(으)로 가려면 {gateway} 쪽이 더 낫다는 {peer}의 말을 받아들입니다(redirect).',
    },
    error: {
      held: '{device}에서 {peer}에게 ICMP 오류를 알리려 했지만({error}), 지금 보낼 수 있는 오류 수를 모두 썼습니다.',
      sent: '{device}에서 {peer}에게 ICMP 오류를 알립니다: {error}.',
      received: '{device}에서 {peer}로부터 ICMP 오류를 받았습니다: {error}.',
    },
  },
  filter: {
    matched: '{device}의 패킷 필터 규칙 {rule}이(가) 결정합니다({direction}: {action}): {match}.',
    defaulted: '{device}의 패킷 필터에 일치하는 규칙이 없어 기본 정책이 결정합니다({direction}: {action}).',
    flow: '{device}의 패킷 필터가 {source}와(과) {destination}의 {protocol} 통신을 기록합니다: {from} → {to}.',
    reset: '{device}에서 거부된 {peer}의 세그먼트에 닫힌 포트처럼 RST로 답합니다.',
  },
  nat: {
    mapped: '{device}에서 매핑(mapping)을 만듭니다: 안쪽 {inside} → 바깥쪽 {outside} ({protocol}).',
    translated: '{device}에서 패킷의 {side} 주소를 변환합니다: {from} → {to} ({protocol}).',
    expired: '{device}에서 {inside} → {outside} 매핑({protocol})을 잊습니다. 정해진 시간 동안 지나간 패킷이 없습니다.',
  },
  udp: {
    sent: '{device}에서 {local} → {remote} UDP 데이터그램을 보냅니다. 데이터 {length}바이트.',
    received: '{device}에서 {remote} → {local} UDP 데이터그램을 받습니다. 데이터 {length}바이트.',
  },
  tcp: {
    sent: '{device}에서 [{flags}] seq={sequence} ack={acknowledgment} win={window} 세그먼트를 보냅니다. 데이터 {length}바이트.',
    received:
      '{device}에서 [{flags}] seq={sequence} ack={acknowledgment} win={window} 세그먼트를 받습니다. 데이터 {length}바이트.',
    state: '{device}의 TCP 상태: {from} → {to} ({clause}).',
    acknowledged:
      '{device}: {acknowledgment} 앞까지 모두 확인 응답(ACK)되었습니다. | {device}: {acknowledgment}까지 1바이트가 확인 응답(ACK)되어 송신 버퍼에서 빠집니다. | {device}: {acknowledgment}까지 {length}바이트가 확인 응답(ACK)되어 송신 버퍼에서 빠집니다.',
    timer: {
      started: '{device}에서 {timer} 타이머를 시작합니다. 만료 시각 {deadline}.',
      stopped: '{device}에서 {timer} 타이머를 멈춥니다.',
      expired: '{device}의 {timer} 타이머가 만료되었습니다.',
    },
    agreed: '{device}: SYN으로 {options} 사용에 합의했습니다. 세그먼트 하나에 데이터를 최대 {mss}바이트 담습니다.',
    urgent: '{device}에서 긴급 데이터(urgent data)를 알게 되었습니다. 순서 번호 {pointer}까지입니다.',
    retransmitted:
      '{device}에서 순서 번호(sequence number) {sequence}부터 {length}바이트를 다시 보냅니다({attempt}번째). 이유: {why}.',
    duplicate: '{device}에서 {acknowledgment}에 대한 중복 확인 응답(duplicate ACK)을 셉니다. {count}번째입니다.',
    congestion: '{device}의 혼잡 제어: {phase}. 이유: {why}. cwnd {cwnd}바이트, ssthresh {ssthresh}.',
    rtt: '{device}에서 왕복 시간 {measured} 측정: SRTT {srtt}, RTO {rto}.',
    advised:
      '{device}의 TCP가 IP에 가는 길에 문제가 있을 수 있다고 알립니다. {count}번 재전송했지만 확인 응답이 없었습니다. 다음 홉이 아직 있는지 묻습니다.',
    failed: '{device}의 연결이 실패했습니다. 프로그램에는 {error} 오류로 알려집니다.',
  },
  socket: {
    called: '{device}의 “{program}” 프로그램이 {call}({arguments}) 함수를 호출합니다.',
    returned: '{device}의 “{program}” 프로그램에 {call}의 결과 {result}을(를) 돌려줍니다.',
  },
  program: {
    started: '{device}에서 “{program}” 프로그램이 시작됩니다.',
    woken: '{device}의 “{program}” 프로그램이 기다리던 시간이 다 되었습니다.',
    printed: '“{program}” 출력: {line}',
    ended: '{device}의 “{program}” 프로그램이 끝났습니다(종료 상태 {status}).',
  },
};
