import {
  ForgotPassword,
  Login,
  LogoutRequest,
  PresenceChange,
  RefreshRequest,
  ResetPassword,
  Session,
  Signup,
  UserAnswer,
} from '../people.ts'
import { anybody, noAnswer, rowsOf, toAccount, users } from '../route-contract.ts'

const row = rowsOf('session')

export const sessionRoutes = {
  signup: row('signup', { ...toAccount, body: Signup, status: 201, response: UserAnswer }),
  login: row('login', { ...toAccount, body: Login, response: Session }),
  refreshSession: row('refreshSession', {
    ...anybody,
    body: RefreshRequest,
    response: Session.partial({ refresh_token: true }),
  }),
  logout: row('logout', { who: users, body: LogoutRequest.optional(), ...noAnswer }),
  forgotPassword: row('forgotPassword', { ...toAccount, body: ForgotPassword, ...noAnswer }),
  resetPassword: row('resetPassword', { ...toAccount, body: ResetPassword, ...noAnswer }),
  getMe: row('getMe', { who: users, response: UserAnswer }),
  changePresence: row('changePresence', {
    who: users,
    body: PresenceChange,
    response: UserAnswer,
  }),
}
