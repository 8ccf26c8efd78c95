/** 금지되지는 않았지만 잘못되어 보이는 것. */
export default {
  'name-used-twice': '{device}(이)라는 이름의 장치가 둘 이상입니다.',
  'mac-used-twice': '{device} {port}의 MAC 주소가 {other} {otherPort}의 것과 같습니다: {mac}.',
  'address-used-twice': '{device} {port}의 IP 주소가 {other} {otherPort}의 것과 같습니다: {address}.',
  'network-address': '{device} {port}: {address}은(는) 어댑터가 아니라 서브넷 /{prefix} 자체의 주소입니다.',
  'broadcast-address': '{device} {port}: {address}은(는) 서브넷 /{prefix}의 브로드캐스트 주소입니다.',
  'unusable-address': '{device} {port}: {address}은(는) 어댑터의 주소가 될 수 없습니다.',
  'odd-prefix': '{device} {port}: 프리픽스가 /{prefix}이면 이웃이 들어갈 자리가 없습니다.',
  'prefix-differs':
    '{device} {port}의 프리픽스는 /{prefix}인데 같은 서브넷의 {other} {otherPort}은(는) /{otherPrefix}입니다.',
  'overlapping-subnets': '{device}: {port}({subnet})와 {otherPort}({otherSubnet})의 서브넷이 겹칩니다.',
  'gateway-outside-subnet': '{device}: 게이트웨이 {gateway}이(가) 어느 서브넷에도 없어 닿을 수 없습니다.',
  'gateway-is-itself': '{device}: 게이트웨이 {gateway}이(가) 자기 자신의 주소입니다.',
  'gateway-not-there': '{device}: 같은 서브넷에 게이트웨이 주소 {gateway}을(를) 가진 라우터가 없습니다.',
  'gateway-no-router':
    '{device}: 게이트웨이 {gateway}은(는) {other}의 주소인데, 라우터가 아니어서 남의 패킷을 전달하지 않습니다.',
  'resolver-not-there': '{device}: DNS 서버의 주소 {address}을(를) 가진 장치가 없습니다.',
  'dhcp-nobody-answers': '{device}: {port}은(는) DHCP로 주소를 받게 되어 있는데 DHCP 서버가 없습니다.',
  'dhcp-pool-unused':
    '{device}: {first} … {last}을(를) 요청할 수 있는 곳이 없습니다. 서버도 중계 에이전트도 그 서브넷에 없습니다.',
  'dhcp-pool-holds-address':
    '{device}: DHCP 서버가 {other} {otherPort}에 직접 정한 주소 {address}을(를) 내줄 수 있습니다. 제외하세요.',
  'rip-port-unknown': '{device}: RIP에 쓰인 포트 {port}이(가) 없습니다.',
  'rip-times-out-early': '{device}: 다음 업데이트가 알리기 전에 RIP 경로를 잊습니다.',
  'nat-port-unknown': '{device}: 주소 변환(NAT)의 바깥쪽 포트 {port}이(가) 없습니다.',
  'nat-without-address': '{device}: 주소 변환(NAT)의 바깥쪽인 {port}에 IP 주소가 없습니다.',
  'nat-forward-outside-subnets': '{device}: 포트 포워딩 대상 {address}이(가) 어느 서브넷에도 없습니다.',
  'filter-port-unknown': '{device}: 패킷 필터 규칙 {rule}에 쓰인 포트 {port}이(가) 없습니다.',
  'filter-forwards-nothing':
    '{device}: 패킷 필터 규칙 {rule}은(는) 전달하는 패킷에 대한 것인데, 전달은 라우터만 합니다.',
  'filter-never-reached':
    '{device}: 규칙 {other}이(가) 모든 패킷과 일치하므로 패킷 필터 규칙 {rule}에는 닿지 않습니다.',
  'tunnel-without-cable': '{device}: 터널에 케이블이 없어 프레임이 갈 곳이 없습니다. 스위치나 호스트에 이으세요.',
  'tunnel-without-ports': '{device}: 터널에 UDP 포트가 아직 없어 켤 수 없습니다.',
  'real-port-used-twice':
    '{device}와(과) {other}이(가) 이 컴퓨터의 같은 UDP 포트 {port}을(를) 쓰려 합니다. 먼저 켠 쪽만 가집니다.',
  'rule-hits-nothing': '규칙 “{rule}”에는 적용할 프레임이 하나도 없어 아무 일도 하지 않습니다.',
  'rule-on-shared-medium':
    '규칙 “{rule}”은(는) {device}의 공유 매체에서 효과가 없습니다. 모두가 프레임을 동시에 들으므로 늦추거나 복제할 수 없습니다.',
  'rule-on-idle-cable':
    '규칙 “{rule}”이(가) 아무것도 나르지 않는 케이블에 있습니다. 케이블이 뽑혔거나 끝에 있는 장치의 전원이 꺼져 있습니다.',
  'network-port-unknown': '{device}: 네트워크 설정에 적힌 포트 {port}이(가) 없습니다.',
  'route-unreachable': '{device}: {destination}/{prefix}로 가는 다음 홉 {via}이(가) 어느 서브넷에도 없습니다.',
  'next-hop-not-there':
    '{device}: {destination}/{prefix}로 가는 다음 홉 {via}을(를) 주소로 가진 다른 라우터가 없습니다.',
  'loop-without-tree': '{device}와(과) {other}이(가) 스패닝 트리 없이 루프로 이어져 있어 브로드캐스트가 끝없이 돕니다.',
  'medium-too-long':
    '{device}: 매체가 너무 깁니다. 비트가 갔다 오는 데 {round} µs가 걸리는데, 충돌은 {slot} µs 안에 들려야 합니다. 더 짧거나 느린 케이블을 쓰세요.',
  'untagged-differs':
    '{device} {port}와(과) {other} {otherPort}가 태그 없는 프레임을 서로 다른 VLAN으로 받습니다. 두 VLAN이 실수로 이어집니다.',
  'not-connected': '{device}에 연결된 것이 없습니다.',
  'no-address': '{device}: {port}에 IP 주소가 없어 여기로는 아무것도 보낼 수 없습니다.',
  'no-gateway':
    '{device}에 게이트웨이가 없습니다. 라우터 {gateway}가 같은 서브넷에 있는데도 자기 서브넷 안에만 닿습니다.',
  'no-route': '{device}에 {subnet}(으)로 가는 경로가 없습니다. 그리로 가는 패킷은 여기서 버려집니다.',
  'other-subnet':
    '{device} {port}은(는) 서브넷 {subnet}에 있는데 같은 케이블로 이어진 {other} {otherPort}은(는) {otherSubnet}에 있습니다. 둘 사이를 잇는 라우터가 없습니다.',
  'subnet-apart':
    '{device} {port}와(과) {other} {otherPort}은(는) 같은 서브넷 {subnet}의 주소인데 케이블로 이어져 있지 않습니다.',
  'cable-unplugged': '{device} {port}에서 {other} {otherPort}(으)로 가는 케이블이 뽑혀 있습니다.',
  'switched-off': '{device}의 전원이 꺼져 있습니다.',
};
