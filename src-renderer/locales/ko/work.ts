/** 기다리는 일. */
export default {
  seek: '그 시점까지 실행하는 중…',
  open: '네트워크를 만드는 중…',
  rebuild: '이 실행을 다시 만드는 중…',
  read: '파일을 읽는 중…',
  capture: '캡처를 쓰는 중…',
};
