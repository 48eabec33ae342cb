import { Type } from 'typebox';
import { closed, Day, Id, oneOf, orNull, PageQuery, pageOf, Reason, Time, text } from '../schemas.ts';
import { NewPassword } from '../session/schema.ts';

export const USER_STATES = ['active', 'suspended', 'left'] as const;

/** 工号: signs in and stands on every report. */
export const StaffNo = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$',
  description: '1 to 32 letters, digits, - or _',
});

export const UserQuery = closed({
  ...PageQuery,
  status: Type.Optional(oneOf(USER_STATES)),
  squadId: Type.Optional(Id),
});

export const NewUserBody = closed({
  username: StaffNo,
  name: text(80),
  password: NewPassword,
  role: text(40),
  departmentId: Type.Optional(Id),
  squadId: Type.Optional(Id),
  locale: Type.Optional(oneOf(['zh-CN', 'en'] as const)),
  seat: Type.Optional(text(40)),
  entryDate: Type.Optional(Day),
});

export const UserChangeBody = closed(
  {
    name: Type.Optional(text(80)),
    role: Type.Optional(text(40)),
    squadId: Type.Optional(orNull(Id)),
    locale: Type.Optional(oneOf(['zh-CN', 'en'] as const)),
    seat: Type.Optional(orNull(text(40))),
    entryDate: Type.Optional(orNull(Day)),
  },
  { minProperties: 1 },
);

export const PasswordReset = closed({ password: NewPassword, reason: Reason });

export const StatusChange = closed({ status: oneOf(USER_STATES), reason: Reason });

export const User = Type.Object({
  id: Id,
  username: Type.String(),
  name: Type.String(),
  role: Type.String(),
  departmentId: Id,
  squadId: orNull(Id),
  locale: Type.String(),
  seat: orNull(Type.String()),
  entryDate: orNull(Type.String()),
  status: oneOf(USER_STATES),
  createdAt: Time,
});

export const Users = pageOf(User);
