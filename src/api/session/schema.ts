import { Type } from 'typebox';
import { SCOPE_KINDS } from '../../domain/roles.ts';
import { TICKET_KINDS } from '../ports.ts';
import { closed, Id, oneOf, orNull, Time, text } from '../schemas.ts';

export const Password = Type.String({ minLength: 1, maxLength: 200 });
/** New ones: long beats complicated (NIST SP 800-63B 5.1.1.2). */
export const NewPassword = Type.String({ minLength: 10, maxLength: 200 });

export const SignIn = closed({ username: text(32), password: Password });
export const PasswordChange = closed({ old: Password, new: NewPassword });

export const Me = Type.Object({
  id: Id,
  username: Type.String(),
  name: Type.String(),
  role: Type.String(),
  scope: oneOf(SCOPE_KINDS),
  permissions: Type.Array(Type.String()),
  departmentId: Id,
  squadId: orNull(Id),
  locale: Type.String(),
  timeZone: Type.String({ description: 'of the floor: in which its day and its times are shown' }),
  mustChangePassword: Type.Boolean(),
});

export const SignedIn = Type.Object({ token: Type.String(), expiresAt: Time, user: Me });

export const TicketOrder = closed({ kind: oneOf(TICKET_KINDS) });
export const Ticket = Type.Object({
  ticket: Type.String({ description: 'good once, as `?ticket=` of the WebSocket' }),
  expiresAt: Time,
});
