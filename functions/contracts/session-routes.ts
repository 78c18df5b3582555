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
} from './people.ts'
import { everyone, noAnswer, rowsOf, signedIn } from './route-contract.ts'

const row = rowsOf('session')

export const sessionRoutes = {
  signup: row('signup', { who: everyone, body: Signup, status: 201, response: UserAnswer }),
  login: row('login', { who: everyone, body: Login, response: Session }),
  refreshSession: row('refreshSession', {
    who: everyone,
    body: RefreshRequest,
    response: Session.partial({ refresh_token: true }),
  }),
  logout: row('logout', { who: signedIn, body: LogoutRequest.optional(), ...noAnswer }),
  forgotPassword: row('forgotPassword', { who: everyone, body: ForgotPassword, ...noAnswer }),
  resetPassword: row('resetPassword', { who: everyone, body: ResetPassword, ...noAnswer }),
  getMe: row('getMe', { who: signedIn, response: UserAnswer }),
  changePresence: row('changePresence', {
    who: signedIn,
    body: PresenceChange,
    response: UserAnswer,
  }),
}
